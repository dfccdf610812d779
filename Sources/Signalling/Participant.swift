import Audio
import NetworkBytes

/// Where a message was seen on its way: between two proxies, say.
struct Hop: Hashable {
  let source: SocketAddress
  let destination: SocketAddress
}

/// A description in its transaction; retransmissions and other hops repeat it.
struct Statement: Equatable {
  private let sequenceNumber: Int
  private let method: SIPMethod?
  private let fingerprint: Int

  init(_ message: SIPMessage, _ description: Bytes) {
    sequenceNumber = message.sequenceNumber
    method = message.method
    fingerprint = description.hashValue
  }
}

/// One end of a call's dialogs.
struct Participant {
  let identity: String
  let party: Party
  /// Its last INVITE, and whether that held an offer.
  var invite: (sequenceNumber: Int, isOffer: Bool)?
  /// What it last said about each media section.
  private(set) var formats: [[UInt8: MediaFormat]] = []
  private var formatBytes = 0
  /// CSeq numbers of its INFO requests, the newest last.
  private var infoRequests: [Int] = []
  private var statements: [(hop: Hop, statement: Statement)] = []

  init(identity: String, party: Party) {
    self.identity = identity
    self.party = party
  }

  /// About what it takes in memory.
  var bytes: Int {
    256 + identity.utf8.count + statements.count * 128 + infoRequests.count * 8 + formatBytes
  }

  /// Keeps what a description says, for the answer to it.
  mutating func remember(_ media: [MediaDescription], from description: Bytes) {
    formats = media.map(\.formats)
    formatBytes = formats.reduce(description.count) { $0 + 64 + $1.count * 96 }
  }

  /// Notes an INFO request; false if it is one that was sent again or seen on another hop.
  mutating func isNews(info sequenceNumber: Int) -> Bool {
    guard !infoRequests.contains(sequenceNumber) else { return false }
    if infoRequests.count >= SignallingLimits.infoRequests { infoRequests.removeFirst() }
    infoRequests.append(sequenceNumber)
    return true
  }

  /// Notes what was said on a hop; false if it is the last thing said there or on another hop.
  ///
  /// A media relay on the way rewrites addresses, so that each hop has its own description.
  mutating func isNews(_ statement: Statement, on hop: Hop) -> Bool {
    let isNews = !statements.contains { $0.statement == statement }
    if let index = statements.firstIndex(where: { $0.hop == hop }) {
      statements[index].statement = statement
    } else {
      if statements.count >= SignallingLimits.hops { statements.removeFirst() }
      statements.append((hop, statement))
    }
    return isNews
  }
}
