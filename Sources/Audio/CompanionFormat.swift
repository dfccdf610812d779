/// Payload formats that are no codec's and go beside one.
package enum CompanionFormat: String, CaseIterable, Sendable {
  /// Digits and other events (RFC 4733).
  case telephoneEvent = "telephone-event"
  /// Comfort noise (RFC 3389).
  case comfortNoise = "CN"
  /// Payloads of other formats, and again those of earlier packets (RFC 2198).
  case redundancy = "red"
}

extension MediaFormat {
  package init(_ companion: CompanionFormat, clockRate: Int) {
    self.init(encodingName: companion.rawValue, clockRate: clockRate)
  }

  /// Which of these it is; nil for all others.
  package var companion: CompanionFormat? {
    let key = key
    return CompanionFormat.allCases.first { $0.rawValue.uppercased() == key }
  }
}
