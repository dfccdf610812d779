/// How far another sender's wall clock is ahead of a sender's own, by reports that quote each other.
///
/// A's report is sent at T1 and comes to B at T2, B's is sent at T3 and comes to A at T4, each by its
/// own clock; LSR and DLSR tell T2 and T4. It is NTP's own exchange (RFC 5905, section 8).
package struct ClockExchange: Sendable {
  package let peer: RTCPLink
  /// The peer's clock less the sender's own, in seconds, if both ways last equally long.
  package let offset: Double
  /// The round trip without the time at the peer, in seconds.
  package let delay: Double

  /// Nil where the times contradict each other: a round trip below zero or of more than 60 s.
  init?(
    peer: RTCPLink, sent: NTPTimestamp, arrived: NTPTimestamp, answered: NTPTimestamp,
    returned: NTPTimestamp
  ) {
    self.peer = peer
    offset = (arrived.seconds(since: sent) + answered.seconds(since: returned)) / 2
    delay = returned.seconds(since: sent) - answered.seconds(since: arrived)
    // The units of LSR and DLSR, 15 microseconds each.
    guard delay > -1e-4, delay < 60 else { return nil }
  }
}
