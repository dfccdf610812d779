/// The bands of Speex, each of which has the ones below it in its frames.
enum SpeexBand: Int, Sendable {
  case narrow, wide, ultraWide

  /// That of a clock rate, which is the sample rate, too (RFC 5574, section 3.1).
  init(clockRate: Int) {
    self = clockRate < 16_000 ? .narrow : clockRate < 32_000 ? .wide : .ultraWide
  }

  /// Samples in a frame of 20 ms.
  var samples: Int { 160 << rawValue }
}
