extension Demultiplexer {
  /// What became of the UDP datagrams, and of the packets on TCP connections.
  struct Counters: Sendable {
    var rtp = 0
    var rtcp = 0
    var truncated = 0
    var notRTP = 0
    /// RTP packets of streams that were not asked for.
    var unselected = 0
    /// TCP connections whose bytes were given up, as those of all took too much room.
    var connectionsGivenUp = 0
    /// Times that what TURN servers agreed on was forgotten.
    var relaysForgotten = 0
    /// Packets on connections of RTSP whose channel was not noted, as there were too many streams.
    var channelsNotNoted = 0
  }
}

extension Demultiplexer.Counters {
  /// The counters that a report warns of where they are not zero, each with the words behind its number.
  static let warnings: [(counter: any KeyPath<Self, Int> & Sendable, text: StaticString)] = [
    (\.unselected, "RTP packets belong to streams that were not asked for"),
    (\.connectionsGivenUp, "TCP connections were given up, as too many wait for more"),
    (
      \.relaysForgotten, "times all channels of TURN were forgotten, as they were too many"
    ),
    (
      \.channelsNotNoted,
      "RTP packets on RTSP connections may be of another medium, as their streams are too many"
    ),
  ]
}
