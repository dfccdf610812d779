package import DTMFAnalysis
package import NetworkBytes
package import Tones

/// What a user asks about digits.
package struct DTMFQuestions: Sendable {
  package var expectation = DigitExpectation()
  /// Seconds by which the ways may differ and still agree.
  package var tolerance = 0.1
  /// A system under test, whose input and output are compared.
  package var system: IPAddress?

  package init() {}
}

/// The digits of streams and audio files, and what is wrong with them.
package struct DTMFReport: Sendable {
  /// A stream of a trace, a channel of an audio file, or a party that signals digits without RTP.
  package struct Stream: Sendable {
    /// Nil for what is no RTP stream.
    package let ssrc: String?
    package let source: String?
    package let destination: String?
    /// The audio file, and the index of its channel; nil for traces.
    package let file: String?
    package let channel: Int?
    package let codec: String?
    package let digits: StreamDigits
    /// What resembled a digit in the audio and was turned down.
    package let nearMisses: [NearMiss]
    /// Frames a second of what was listened to.
    package let sampleRate: Int
    package internal(set) var matches: [DigitLeg.Share] = []
    /// Why it is inconsistent, one sentence a reason.
    package internal(set) var faults: [String] = []
    package internal(set) var verdict = Verdict.none
  }

  package internal(set) var streams: [Stream]
  /// Why all of it together is inconsistent, beside the streams' own faults.
  package internal(set) var faults: [String] = []
  /// What the system under test made of each leg.
  package internal(set) var systemLegs: [SystemLeg] = []
  package internal(set) var verdict = Verdict.none

  /// A leg into the system under test beside the one out of it.
  package struct SystemLeg: Sendable {
    /// Indices of the streams; nil where there is none.
    package let input: Int?
    package let output: Int?
    package let comparison: LegComparison
  }

  /// Whether the answer is yes: nothing is inconsistent, and no expectation missed.
  package var isAsExpected: Bool { verdict != .inconsistent && faults.isEmpty }
}
