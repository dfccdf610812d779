/// A transport address: where a datagram comes from or goes to.
package struct SocketAddress: Hashable, Sendable, CustomStringConvertible {
  package let address: IPAddress
  package let port: UInt16

  @inlinable
  @inline(__always)
  package init(_ address: IPAddress, port: UInt16) {
    self.address = address
    self.port = port
  }

  @inlinable
  @inline(__always)
  package static func == (left: SocketAddress, right: SocketAddress) -> Bool {
    left.port == right.port && left.address == right.address
  }

  /// `10.0.0.1:4000` or `[2001:db8::1]:4000`.
  package var description: String {
    address.isIPv6 ? "[\(address)]:\(port)" : "\(address):\(port)"
  }
}
