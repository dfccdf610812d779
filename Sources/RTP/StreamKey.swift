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

  /// The SSRC as eight lower-case hexadecimal digits.
  package var ssrcText: String {
    let digits = String(ssrc, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }

  /// Whether both ends have IPv4 addresses.
  var isIPv4: Bool { !source.address.isIPv6 && !destination.address.isIPv6 }
}
