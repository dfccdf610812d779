import RTP

/// Where a stream's telephone-events break a rule.
package struct Finding: Sendable, Equatable {
  package enum Severity: String, Sendable { case error, warning }

  /// The rules that are checked; the sections are those of RFC 4733.
  package enum Rule: String, Sendable, CaseIterable {
    case timestampChanged = "timestamp-changed"
    case durationDecreased = "duration-decreased"
    case endMissing = "end-missing"
    case wrongClock = "wrong-clock"
    case malformed
    case markerMissing = "marker-missing"
    case durationZero = "duration-zero"
    case endNotRepeated = "end-not-repeated"
    case notNegotiated = "not-negotiated"
    case audioTimestampStalled = "audio-timestamp-stalled"
    case volumeOutOfRange = "volume-out-of-range"

    /// How bad it is where nothing excuses it.
    package var severity: Severity {
      switch self {
      case .timestampChanged, .durationDecreased, .endMissing, .wrongClock, .malformed: .error
      case .markerMissing, .durationZero, .endNotRepeated, .notNegotiated,
        .audioTimestampStalled, .volumeOutOfRange:
        .warning
      }
    }
  }

  package let rule: Rule
  package let severity: Severity
  /// Index of the input, and the number of the packet in it from 1.
  package let input: Int
  package let packet: Int
  package let message: String

  init(
    _ rule: Rule, at packet: EventLog.Packet, _ message: String, isExcused: Bool = false
  ) {
    self.rule = rule
    severity = isExcused ? .warning : rule.severity
    input = packet.input
    self.packet = packet.number
    self.message = message
  }

  /// The same, where the inputs have other places among all that the user named.
  package func inInput(_ places: [Int]) -> Finding {
    Finding(
      rule: rule, severity: severity,
      input: places.indices.contains(input) ? places[input] : input, packet: packet,
      message: message)
  }

  private init(rule: Rule, severity: Severity, input: Int, packet: Int, message: String) {
    self.rule = rule
    self.severity = severity
    self.input = input
    self.packet = packet
    self.message = message
  }
}
