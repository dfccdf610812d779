/// What became of the packets of all inputs.
package struct CaptureCounters: Hashable, Sendable {
  /// Packets read.
  package internal(set) var packets = 0
  /// UDP datagrams handed out, reassembled ones included.
  package internal(set) var udp = 0
  /// Packets snapped so short that not all headers down to UDP or TCP are whole.
  package internal(set) var truncated = 0
  /// Packets whose headers contradict themselves.
  package internal(set) var malformed = 0
  /// Packets inside more tunnels than are followed.
  package internal(set) var nestedTooDeep = 0
  /// Packets on pcapng interfaces that no block describes.
  package internal(set) var undescribedInterface = 0
  /// Packets of link types that are not read, by the number of the link type.
  package internal(set) var unsupportedLinkTypes: [UInt16: Int] = [:]
  /// Exported PDUs that are not read, by the names of their dissectors; beyond some names all under the empty one.
  package private(set) var unreadExports: [String: Int] = [:]

  /// Datagrams dropped because fragments overlap, contradict each other or were snapped.
  package internal(set) var datagramsRejected = 0
  /// Datagrams of which fragments were still missing after 30 s, at a bound, or at the end.
  package internal(set) var datagramsIncomplete = 0

  /// TCP segments that brought nothing new.
  package internal(set) var tcpRetransmissions = 0
  /// TCP segments that came before bytes that precede them.
  package internal(set) var tcpOutOfOrder = 0
  /// Holes in TCP connections that were given up.
  package internal(set) var tcpGaps = 0
  /// Bytes of TCP connections that are missing in those holes or were snapped.
  package internal(set) var tcpBytesSkipped = 0
  /// Directions of TCP connections that were forgotten before their end because too many were open.
  package internal(set) var tcpConnectionsEvicted = 0

  /// Makes counters of nothing.
  package init() {}

  /// Counts an exported PDU that is not read; a trace could name any number of dissectors.
  mutating func noteUnreadExport(of name: String) {
    let isKept = unreadExports.count < 16 || unreadExports[name] != nil
    unreadExports[isKept ? name : "", default: 0] += 1
  }
}

extension CaptureCounters {
  /// The counters that a report warns of where they are not zero, each with the words behind its number.
  package static let warnings: [(counter: any KeyPath<Self, Int> & Sendable, text: StaticString)] =
    [
      (\.malformed, "packets contradict themselves in their headers"),
      (\.nestedTooDeep, "packets are wrapped too often; they are not read"),
      (
        \.undescribedInterface,
        "packets name an interface that no block describes; they are not read"
      ),
      (\.datagramsIncomplete, "fragmented datagrams are incomplete"),
      (\.datagramsRejected, "fragmented datagrams contradict themselves"),
      (\.tcpGaps, "holes in TCP connections could not be filled"),
      (\.tcpBytesSkipped, "bytes of TCP connections are missing, or were cut off by the capture"),
      (
        \.tcpConnectionsEvicted,
        "directions of TCP connections were forgotten, as too many were open"
      ),
    ]

  /// The counters of TCP that are usual in any trace and so no warning, each with its key in a report.
  package static let tcpKeys: [(counter: any KeyPath<Self, Int> & Sendable, key: StaticString)] = [
    (\.tcpRetransmissions, "retransmissions"), (\.tcpOutOfOrder, "out_of_order"),
  ]
}
