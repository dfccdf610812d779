import Audio
import Glibc

/// Where the detector draws its lines, and for the sake of which standard.
enum AcceptanceLimits {
  /// dBm0 of the weaker tone.
  ///
  /// AT&T wants −25 dBm heard and −55 ignored (Q.24 Annex A).
  static let level = -48.0
  /// Effective sample value that a pair of that level, which has 90, passes in every 4 ms.
  static let quiet: Float = 25
  /// dB.
  ///
  /// AT&T: the high group up to 8 weaker, 4 stronger; Australia 10.
  static let twist = 11.0
  /// Percent.
  ///
  /// ±1.8 (NTT) and ±(1.5 % + 2 Hz) (ETSI) must be heard, ±3.0 (NTT) and ±3.5 (AT&T) not.
  static let deviation = 2.4

  /// Percent, for a whole tone: measured over all of it, a pure one needs less of a margin.
  static func deviation(impurity: Double) -> Double {
    min(deviation, 2.05 + 3 * impurity)
  }

  /// s.
  ///
  /// 40 ms must be heard, 23 (AT&T) and 24 (NTT) must not.
  static let tone = 0.031
  /// s.
  ///
  /// Interruptions to 10 ms (AT&T), better a lost packet of 20, are bridged; pauses of 30 (NTT,
  /// Brazil) and 40 part two digits.
  static let pause = 0.0255
  /// Share of the power that may be neither tone, whatever it is.
  static let impurity: Float = 0.08
  /// The same where it is stationary and flat as noise is: 3 dB of signal to noise.
  static let noise: Float = 0.38
  /// dB of twist that are taken along with as much noise.
  static let twistInNoise = 6.5
  /// Power under 560 Hz in relation to the pair from which it is taken for a hint at voice, and the
  /// impurity that is left to such a pair.
  ///
  /// A dial tone of +12 dB leaves less.
  static let voice: [(power: Float, impurity: Float)] = [(0.25, 0.018), (0.02, 0.05)]
  /// Second harmonic in relation to its tone.
  ///
  /// Transmitters stay at −20 dB.
  static let harmonic: Float = 0.05

  /// Percent by which a frequency may change from the beginning to the end of a tone.
  static let chirp = 1.5
  /// Percent off 700 + 1500 Hz (R1 signal 7, ITU-T Q.320) within which a pair is taken for that and
  /// not for the digit 3, of whose tolerance it is a part.
  static let multifrequency = 0.2
  static let multifrequencyDigit = 2

  /// Share of its power with which one tone may stand alone beside the pair; an echo has a tenth.
  static let alone: Float = 0.4

  /// The mean square of a sine of this level, in squared sample units.
  static func power(dBm0: Double) -> Double {
    let amplitude = Level(dBm0: dBm0).sineAmplitude
    return amplitude * amplitude / 2
  }

  static func dBm0(power: Double) -> Double {
    10 * log10(max(power, 1e-9) * 2 / (32_767 * 32_767)) + Level.fullScaleSine
  }
}
