package import NetworkBytes

/// What makes a stream: one SSRC on one pair of transport addresses.
package struct StreamKey: Hashable, Sendable {
  package let ssrc: UInt32
  package let source: SocketAddress
  package let destination: SocketAddress

  @inlinable
  package init(ssrc: UInt32, source: SocketAddress, destination: SocketAddress) {
    self.ssrc = ssrc
    self.source = source
    self.destination = destination
  }

  /// A number that spreads keys over a power-of-two table.
  @inlinable
  package var hashBits: UInt64 {
    var bits = UInt64(ssrc) << 32 | UInt64(source.port) << 16 | UInt64(destination.port)
    bits = (bits ^ source.address.hashBits) &* 0x9E37_79B9_7F4A_7C15
    bits = (bits ^ (bits >> 29) ^ destination.address.hashBits) &* 0xBF58_476D_1CE4_E5B9
    return bits ^ (bits >> 32)
  }
}
