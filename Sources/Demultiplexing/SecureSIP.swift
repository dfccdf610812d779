import Capture
import NetworkBytes
import TLS

/// Between whom SIP was read that TLS carried.
struct SecureSIP {
  /// Pairs of addresses that are remembered, of each kind.
  private static let limit = 16_384
  /// Reasons that a report tells apart.
  private static let reasons = 16

  /// Those whose TLS was opened here.
  private var opened: Set<AddressPair> = []
  /// Those of which Wireshark has exported it, which need not be opened any more.
  private var exported: Set<AddressPair> = []

  /// Notes that a segment was SIP.
  mutating func note(_ segment: StreamSegment) {
    let pair = AddressPair(segment.source, segment.destination)
    let encapsulations = segment.origin.place.encapsulations
    if encapsulations.contains(.tls), opened.count < Self.limit { opened.insert(pair) }
    if encapsulations.contains(.exportedPDU), exported.count < Self.limit { exported.insert(pair) }
  }

  /// What a report is to say of connections that could not be read, or not to their end.
  ///
  /// SIP is told by its port, by the client's hello, and by what was opened. Others matter only where someone has tried
  /// to give their secrets.
  func unread(
    of reports: [TLSConnectionReport], hasSecrets: Bool
  ) -> [UnreadConnections] {
    var unread: [UnreadConnections] = []
    for report in reports {
      let pair = AddressPair(report.first, report.second)
      let server = Self.server(of: report)
      let isSIP = server.port == Self.port || report.offersSIP || opened.contains(pair)
      guard let reason = report.error, isSIP || hasSecrets, !exported.contains(pair) else {
        continue
      }
      var new = UnreadConnections(
        isSIP: isSIP, isPartial: report.hasOpened, reason: reason, server: server)
      if unread.count >= Self.reasons, !unread.contains(where: { $0.isAlike(new) }) {
        new = UnreadConnections(isSIP: isSIP, isPartial: false, reason: nil, server: server)
      }
      if let index = unread.firstIndex(where: { $0.isAlike(new) }) {
        unread[index].add(new)
      } else {
        unread.append(new)
      }
    }
    return unread
  }

  /// Of SIP over TLS (RFC 3261, section 19.1.2).
  private static let port: UInt16 = 5061

  /// Which side is the server: it has the port of SIP, or spoke second; without the handshake, it has the lower port.
  private static func server(of report: TLSConnectionReport) -> SocketAddress {
    let (first, second) = (report.first, report.second)
    if first.port == port || second.port == port { return first.port == port ? first : second }
    return report.error == .handshakeMissing && first.port < second.port ? first : second
  }
}
