/// What RTCP says of one stream, in constant memory.
package struct StreamControl: Sendable {
  /// RTCP datagrams from its sender, and from others about it.
  package internal(set) var datagrams = 0
  package internal(set) var senderReports = 0
  /// The name that all streams of its sender share.
  package internal(set) var canonicalName: String?
  /// Whether its sender took its leave.
  package internal(set) var saidGoodbye = false
  package internal(set) var clock = SenderClock()
  package internal(set) var reception = RemoteReception()
  /// The last that its receiver said of its quality.
  package internal(set) var quality: VoIPMetrics?
  package internal(set) var summary: StatisticsSummary?
  /// The last datagram that was counted.
  var lastDatagram = 0
}
