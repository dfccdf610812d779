/// A transport address: where a datagram comes from or goes to.
@frozen
public struct SocketAddress: Hashable, Sendable, CustomStringConvertible {
  public let address: IPAddress
  public let port: UInt16

  @inlinable
  @inline(__always)
  public init(_ address: IPAddress, port: UInt16) {
    self.address = address
    self.port = port
  }

  @inlinable
  @inline(__always)
  public static func == (left: SocketAddress, right: SocketAddress) -> Bool {
    left.port == right.port && left.address == right.address
  }

  /// `10.0.0.1:4000` or `[2001:db8::1]:4000`.
  public var description: String {
    address.isIPv6 ? "[\(address)]:\(port)" : "\(address):\(port)"
  }
}
