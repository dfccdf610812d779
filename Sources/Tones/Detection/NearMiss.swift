package import Audio

/// A sound that resembled a DTMF digit and was turned down, with the rule that did it.
package struct NearMiss: Sendable, Equatable {
  /// What a receiver may turn a tone down for (ITU-T Q.24 and what tells speech from tones).
  package enum Rule: String, Sendable, CaseIterable, CustomStringConvertible {
    case level, twist, frequencyDeviation, tooShort, impure, voice, drift, secondHarmonic
    case multifrequency, notTogether

    package var description: String {
      switch self {
      case .level: "the weaker tone is below the limit (dBm0)"
      case .twist: "the levels of the two tones differ by more than the limit (dB)"
      case .frequencyDeviation: "a tone is off its nominal frequency by more than the limit (%)"
      case .tooShort: "the tone is shorter than the limit (ms)"
      case .impure: "more than the limit of the power is neither tone (dB)"
      case .voice: "voice under 560 Hz accompanies tones that are not pure enough for it (dB)"
      case .drift: "a tone changes by more than the limit while it lasts (share of its power)"
      case .secondHarmonic: "the second harmonic of a tone is above the limit (dB)"
      case .multifrequency: "the pair is the R1 multi-frequency signal 700 + 1500 Hz (%)"
      case .notTogether: "one tone is there alone before or after the pair (share of its power)"
      }
    }
  }

  package let digit: DTMFDigit
  /// The first frame that resembled the digit, counted as in `DetectedDigit`.
  package let start: Int64
  /// The frame after the last that resembled it.
  package let end: Int64
  package let rule: Rule
  /// In the unit that the rule's description names.
  package let measured: Double
  package let limit: Double
}
