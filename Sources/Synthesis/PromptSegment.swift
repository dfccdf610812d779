package import Audio
package import Tones

/// A stretch of a prompt.
package struct PromptSegment: Sendable {
  /// What is heard.
  package enum Content: Sendable {
    /// Digits, each for `on` seconds and followed by `off` seconds of silence; the high tone is
    /// louder than the low one by `twist` dB.
    case digits([DTMFDigit], on: Double, off: Double, twist: Double)
    case silence
    /// Sines of these frequencies in Hz.
    case tones([Double])
    case callProgress(Cadence)
    case line(LineSignal)
    case noise(Noise)
    case sweep(from: Double, to: Double, Sweep.Course)
    /// A sound file, from a place in it in seconds, changed by `gain` dB.
    case file(path: String, from: Double, gain: Double)
  }

  /// The segment as the user wrote it, for messages.
  package let text: String
  package let content: Content
  /// Seconds; nil where the content says how long it is.
  package let duration: Double?
  /// dBm0 of each tone, or of the whole noise; nil for the content's usual one.
  package let level: Double?
  /// Seconds of rise at the start and of fall at the end.
  package let fadeIn: Double
  package let fadeOut: Double

  /// Silence of that many seconds.
  package static func silence(_ seconds: Double) -> PromptSegment {
    PromptSegment(
      text: "silence", content: .silence, duration: seconds, level: nil, fadeIn: 0, fadeOut: 0)
  }

  /// A whole sound file.
  package static func file(_ path: String) -> PromptSegment {
    PromptSegment(
      text: path, content: .file(path: path, from: 0, gain: 0), duration: nil, level: nil,
      fadeIn: 0, fadeOut: 0)
  }

  /// What a segment may begin with.
  package static let kinds = ["dtmf", "silence", "tone", "signal", "noise", "sweep", "file"]

  /// Whether the text begins like a segment, such as `dtmf:`.
  package static func isSegment(_ text: String) -> Bool {
    kinds.contains { text.hasPrefix($0 + ":") }
  }

  /// The longest that anything may last, s.
  static let longest = 3600.0
}
