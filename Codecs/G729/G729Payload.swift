/// What the length of a G.729 payload tells (RFC 3551, section 4.5.6): frames of 10 bytes, behind
/// which one of 2 bytes may describe the silence that begins (Annex B).
struct G729Payload {
  static let bytes = 10
  static let silenceBytes = 2
  /// Samples of each frame, at 8 kHz.
  static let samples = 80
  /// Frames in a second, more than which is damage.
  static let mostFrames = 100

  /// Frames of speech.
  let speech: Int
  /// Whether a description of silence is the last frame.
  let endsInSilence: Bool

  /// Frames of both kinds.
  var frames: Int { speech + (endsInSilence ? 1 : 0) }

  /// Nil where the length is none of G.729: Annexes D and E have frames of 8 and 15 bytes.
  init?(byteCount: Int) {
    (speech, endsInSilence) = (byteCount / Self.bytes, byteCount % Self.bytes == Self.silenceBytes)
    guard byteCount >= 0, endsInSilence || byteCount % Self.bytes == 0, frames <= Self.mostFrames
    else { return nil }
  }
}
