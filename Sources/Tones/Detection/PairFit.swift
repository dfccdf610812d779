import Glibc

/// Two sines fitted to a stretch of audio.
struct PairFit {
  /// Position in the middle of the stretch, to which the phases refer.
  var centre: Int
  /// Radians a sample.
  var omegaLow: Double
  var omegaHigh: Double
  /// The sum of a cos + b sin for both: (a low, b low, a high, b high).
  var amplitudes: SIMD4<Float>
  /// Weighted mean squares over the stretch of what was fitted to and of what is left.
  var power: Float
  var residual: Float

  var lowPower: Float {
    (amplitudes[0] * amplitudes[0] + amplitudes[1] * amplitudes[1]) / 2
  }
  var highPower: Float {
    (amplitudes[2] * amplitudes[2] + amplitudes[3] * amplitudes[3]) / 2
  }
}

/// Four sinusoids in step: (cos, sin) of the low and (cos, sin) of the high tone.
struct PairOscillator {
  var value: SIMD4<Float>
  private var same: SIMD4<Float>
  private var crossed: SIMD4<Float>

  /// Starts at `position` samples after phase zero; `direction` −1 runs backwards.
  init(_ omegaLow: Double, _ omegaHigh: Double, at position: Double = 0, direction: Double = 1) {
    value = Self.phasor(omegaLow * position, omegaHigh * position)
    let step = Self.phasor(omegaLow * direction, omegaHigh * direction)
    same = SIMD4(step[0], step[0], step[2], step[2])
    crossed = SIMD4(-step[1], step[1], -step[3], step[3])
  }

  /// Two oscillators for every other sample each: one alone would wait on its own latency.
  static func pair(_ omegaLow: Double, _ omegaHigh: Double, at position: Double)
    -> (even: PairOscillator, odd: PairOscillator)
  {
    var odd = PairOscillator(omegaLow, omegaHigh, at: position)
    var even = odd
    odd.advance()
    // Two steps are one step squared.
    let c = even.same, s = even.crossed
    even.same = c * c - s * s
    even.crossed = 2 * c * s
    odd.same = even.same
    odd.crossed = even.crossed
    return (even, odd)
  }

  @inline(__always)
  mutating func advance() {
    value = value * same + SIMD4(value[1], value[0], value[3], value[2]) * crossed
  }
}

extension PairOscillator {
  private static func phasor(_ low: Double, _ high: Double) -> SIMD4<Float> {
    SIMD4(Float(cos(low)), Float(sin(low)), Float(cos(high)), Float(sin(high)))
  }
}
