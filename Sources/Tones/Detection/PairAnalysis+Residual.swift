import Glibc

extension PairAnalysis {
  /// Weighted powers of `leftOver` at eight frequencies, each as the mean square of a sine.
  func leftOverPowers(at omegas: [Double]) -> SIMD8<Float> {
    var coefficient = SIMD8<Float>()
    for (lane, omega) in omegas.prefix(8).enumerated() { coefficient[lane] = Float(2 * cos(omega)) }
    var s1 = SIMD8<Float>(), s2 = SIMD8<Float>()
    for index in 0..<long {
      let s = coefficient * s1 + (SIMD8(repeating: leftOver[index] * longWindow[index]) - s2)
      s2 = s1
      s1 = s
    }
    return 2 * (s1 * s1 + s2 * s2 - coefficient * s1 * s2)
  }

  /// Whether `leftOver` is stationary and flat from 600 to 3300 Hz, as line noise is and voice is not.
  ///
  /// Limits are where 1 % of white noise fails: energy of the quarters, share of the upper half of
  /// the band, and mean square against square mean of 24 bins, which is 2 for white noise.
  func leftOverIsNoise() -> Bool {
    let quarter = long / 4
    var least = Float.infinity, most: Float = 0
    for part in 0..<4 {
      var energy: Float = 0
      for index in part * quarter..<(part + 1) * quarter {
        energy += leftOver[index] * leftOver[index]
      }
      least = min(least, energy)
      most = max(most, energy)
    }
    guard most < 4 * least else { return false }
    let bins = 24
    let top = min(3300, sampleRate * 0.42)
    var sum: Float = 0, squares: Float = 0, upper: Float = 0
    for octet in 0..<bins / 8 {
      let powers = leftOverPowers(
        at: (0..<8).map { lane in
          let bin = Double(octet * 8 + lane) / Double(bins - 1)
          return 2 * .pi * (620 + (top - 620) * bin) / sampleRate
        })
      for lane in 0..<8 {
        sum += powers[lane]
        squares += powers[lane] * powers[lane]
        if octet * 8 + lane >= bins / 2 { upper += powers[lane] }
      }
    }
    return squares * Float(bins) < 3.3 * sum * sum && upper > 0.28 * sum
  }
}
