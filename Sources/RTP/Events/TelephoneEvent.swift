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

  /// Reads the report at `offset`; nil where fewer than four bytes are left.
  package init?(_ payload: Span<UInt8>, at offset: Int = 0) {
    guard offset >= 0, offset + 4 <= payload.count else { return nil }
    code = payload[offset]
    isEnd = payload[offset + 1] & 0x80 != 0
    volume = payload[offset + 1] & 0x3f
    duration = payload.uint16(at: offset + 2)
  }

  /// The DTMF digit of an event code, nil for every other event.
  package static func digit(of code: UInt8) -> Character? {
    code < digits.count ? digits[Int(code)] : nil
  }

  private static let digits = Array("0123456789*#ABCD")

  /// Whether a payload that nothing names has the shape of an event: the length of one report, a
  /// digit or flash, and the reserved bit clear.
  package static func isPlausible(_ payload: Span<UInt8>) -> Bool {
    payload.count == 4 && payload[0] <= 16 && payload[1] & 0x40 == 0
  }
}
