/// A way to break RFC 4733 on purpose, by the name of the finding that tells it.
package enum EventFault: String, CaseIterable, Sendable {
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

  /// Reads `NAME` or `NAME@N`: the fault, and the digit that has it, counted from 1.
  package static func parse(_ text: String) throws(SynthesisError) -> (fault: Self, digit: Int) {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard let fault = Self(rawValue: String(parts[0])) else {
      throw .argument(
        "--fault \(text): there is " + allCases.map(\.rawValue).joined(separator: ", "))
    }
    guard parts.count == 1 || parts.count == 2,
      let digit = parts.count == 2 ? Int(parts[1]) : 1, digit > 0
    else { throw .argument("--fault \(text): behind @ stands a digit's number, counted from 1") }
    return (fault, digit)
  }
}
