import Glibc

/// A power level in dBm0, where a full-scale sine of a 16-bit signal has +3.14 dBm0 (ITU-T G.711,
/// table 1a: the µ-law overload point is +3.17, the A-law one +3.14).
package struct Level: Sendable {
  package let dBm0: Double

  package init(dBm0: Double) {
    self.dBm0 = dBm0
  }

  /// The peak of a sine of this level, in 16-bit sample units.
  package var sineAmplitude: Double { 32_767 * pow(10, (dBm0 - Self.fullScaleSine) / 20) }

  /// The level of a full-scale sine.
  package static let fullScaleSine = 3.14
}
