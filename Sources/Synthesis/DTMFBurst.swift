import Audio
import Tones

/// The two tones of a digit, each at its level.
struct DTMFBurst {
  /// dBm0 of the low tone.
  let low: Double
  /// dB by which the high one is louder.
  let twist: Double

  init(level: Double, twist: Double) {
    low = level
    self.twist = twist
  }

  func sines(_ digit: DTMFDigit) -> [ToneSum.Sine] {
    let pair = DTMF.frequencies(of: digit)
    return [
      ToneSum.Sine(pair.low, Level(dBm0: low)),
      ToneSum.Sine(pair.high, Level(dBm0: low + twist)),
    ]
  }
}

extension DTMF {
  /// dBm0 of the low tone, where nothing else is asked for.
  static let usualLevel = -9.0
  /// dB by which the high tone is louder, where nothing else is asked for: what lines take from it
  /// (ETSI ES 201 235-2 has 2.5 ± 1.5).
  static let usualTwist = 2.0
}
