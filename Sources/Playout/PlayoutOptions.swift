/// How a stream is to be laid out in its file.
package struct PlayoutOptions: Sendable {
  /// What fills a stretch that no packet covers.
  package enum GapFill: String, Sendable {
    /// Silence, and what the packets themselves carry.
    case silence
    /// The codec's loss concealment where packets were lost.
    case conceal
    /// Nothing: the ends are joined.
    case close
  }

  package var gapFill = GapFill.silence
  /// What decides on silence that only one of the clocks knows of.
  package var timeline = TimelineMode.rtp
  /// The longest stretch of silence that is made up, in ns.
  package var longestSilence = Self.longestSilence
  static let longestSilence: Int64 = 4 * 3600 * 1_000_000_000
  /// The file's sample rate in Hz; nil for the first codec's own.
  package var sampleRate: Int?
  /// Whether the file holds more than 16 bits a sample, where a codec has them.
  package var keepsRemainders = false
  /// Whether telephone-event digits are rendered as tones.
  package var rendersEvents = true
  /// Whether the audio is listened to for DTMF digits, before digits are rendered over it.
  package var detectsDigits = false
  /// Whether what resembled a digit, and was turned down, is told too.
  package var explainsDigits = false

  package init() {}
}
