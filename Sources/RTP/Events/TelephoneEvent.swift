import NetworkBytes

/// One report of a telephone-event payload (RFC 4733, section 2.3).
package struct TelephoneEvent: Sendable, Equatable {
  /// The event code; 0 to 15 are the DTMF digits 0–9, *, #, A–D (RFC 4733, table 3).
  package let code: UInt8
  /// The E bit: the event has ended.
  package let isEnd: Bool
  /// Power level in dBm0 without its sign, 0 to 63.
  package let volume: UInt8
  /// How long the event has lasted, in timestamp ticks.
  package let duration: UInt16

  /// Bytes of a report.
  package static let length = 4

  /// Reads the report that a payload begins with; nil where it is too short for one.
  package init?(_ payload: Span<UInt8>) {
    guard payload.count >= Self.length else { return nil }
    code = payload[0]
    isEnd = payload[1] & 0x80 != 0
    volume = payload[1] & 0x3f
    duration = payload.uint16(at: 2)
  }

  /// Whether a payload that nothing names has the shape of an event: the length of one report, a
  /// digit or flash, and the reserved bit clear.
  package static func isPlausible(_ payload: Span<UInt8>) -> Bool {
    payload.count == length && payload[0] <= 16 && payload[1] & 0x40 == 0
  }
}
