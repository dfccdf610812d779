package import NetworkBytes

/// What makes a stream: one SSRC on one pair of transport addresses.
package struct StreamKey: Hashable, Sendable {
  package let ssrc: UInt32
  package let source: SocketAddress
  package let destination: SocketAddress

  @inlinable
  @inline(__always)
  package init(ssrc: UInt32, source: SocketAddress, destination: SocketAddress) {
    self.ssrc = ssrc
    self.source = source
    self.destination = destination
  }

  @inlinable
  @inline(__always)
  package static func == (left: StreamKey, right: StreamKey) -> Bool {
    left.ssrc == right.ssrc && left.source == right.source
      && left.destination == right.destination
  }

  /// A number that spreads keys over a power-of-two table, in a way that only `seed` knows.
  @inlinable
  @inline(__always)
  package func hashBits(seed: UInt64) -> UInt64 {
    let ends = UInt64(ssrc) << 32 | UInt64(source.port) << 16 | UInt64(destination.port)
    let bits = (ends ^ seed).folded(with: source.address.hashBits(seed: seed))
    return (bits ^ seed).folded(with: destination.address.hashBits(seed: ~seed))
  }
}
