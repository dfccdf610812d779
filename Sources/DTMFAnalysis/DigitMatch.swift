package import Audio

/// One press as a receiver would hear it: the digits of the three ways that belong together.
package struct DigitMatch: Sendable, Equatable {
  /// What becomes of a press.
  package enum Status: String, Sendable, CaseIterable {
    /// Both ways, the same digit, at the same time for the same time.
    case agree
    /// Both ways, one much shorter than the other.
    case truncated
    /// A remnant of the tone at the start of an event, too short for a digit.
    case leak
    /// A press that a receiver hears twice: the tone is beside its event, not under it.
    case doubled
    /// Both ways at one time, but other digits.
    case different
    case eventOnly = "event-only"
    case toneOnly = "tone-only"

    /// Whether something is wrong whatever else the stream holds.
    package var isFault: Bool {
      switch self {
      case .truncated, .leak, .doubled, .different: true
      case .agree, .eventOnly, .toneOnly: false
      }
    }
  }

  package let digit: DTMFDigit
  package internal(set) var status: Status
  /// Indices in the lists that were matched.
  package let inband: Int?
  package let event: Int?
  package internal(set) var info: Int?
  /// Tone less event, in seconds; nil where one of them is missing.
  package let startDifference: Double?
  package let durationDifference: Double?
  /// When it was, on the timeline of the match.
  package let interval: Interval
}
