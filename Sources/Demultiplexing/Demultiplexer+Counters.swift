extension Demultiplexer {
  /// What became of the UDP datagrams, and of the packets on TCP connections.
  package struct Counters: Sendable {
    package var rtp = 0
    package var rtcp = 0
    package var truncated = 0
    package var notRTP = 0
    /// RTP packets of streams that were not asked for.
    package var unselected = 0
    /// TCP connections whose bytes were given up, as those of all took too much room.
    package var connectionsGivenUp = 0
    /// Times that what TURN servers agreed on was forgotten.
    package var relaysForgotten = 0
    /// Packets on connections of RTSP whose channel was not noted, as there were too many streams.
    package var channelsNotNoted = 0
    /// Segments of TLS that were not read, as there were too many connections, though there are secrets.
    package var tlsUnfollowed = 0
    /// Crypto lines of session descriptions that were not kept, as there were too many.
    package var keysNotKept = 0
  }
}

extension Demultiplexer.Counters {
  /// The counters that a report warns of where they are not zero, each with the words behind its number.
  package static let warnings: [(counter: any KeyPath<Self, Int> & Sendable, text: StaticString)] =
    [
      (\.unselected, "RTP packets belong to streams that were not asked for"),
      (\.connectionsGivenUp, "TCP connections were given up, as too many wait for more"),
      (
        \.relaysForgotten, "times all channels of TURN were forgotten, as they were too many"
      ),
      (
        \.channelsNotNoted,
        "RTP packets on RTSP connections may be of another medium, as their streams are too many"
      ),
      (\.tlsUnfollowed, "segments of TLS were not read, as too many connections were open at once"),
      (\.keysNotKept, "crypto lines of SDPs were not tried, as they are too many"),
    ]
}
