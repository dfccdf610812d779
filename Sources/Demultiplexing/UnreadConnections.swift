package import NetworkBytes
package import TLS

/// Connections of TLS that could not be read, or not to their end, for one reason.
package struct UnreadConnections: Equatable, Sendable {
  /// Addresses that are listed.
  private static let limit = 3

  /// Whether they carry SIP, as far as is known.
  package let isSIP: Bool
  /// Whether their beginning was read.
  package let isPartial: Bool
  /// Nil for several, as there are too many to be told.
  package let reason: TLSError?
  /// Up to three of their servers.
  package private(set) var servers: [SocketAddress]
  /// Whether there are more of these.
  package private(set) var hasMoreServers = false
  package private(set) var count = 1

  init(isSIP: Bool, isPartial: Bool, reason: TLSError?, server: SocketAddress) {
    (self.isSIP, self.isPartial, self.reason) = (isSIP, isPartial, reason)
    servers = [server]
  }

  func isAlike(_ other: UnreadConnections) -> Bool {
    isSIP == other.isSIP && isPartial == other.isPartial && reason == other.reason
  }

  mutating func add(_ other: UnreadConnections) {
    count += other.count
    for server in other.servers where !servers.contains(server) {
      if servers.count < Self.limit { servers.append(server) } else { hasMoreServers = true }
    }
  }
}
