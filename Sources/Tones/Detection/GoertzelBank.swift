import Glibc

/// Eight Goertzel filters at the nominal frequencies, the low group in lanes 0…3.
struct GoertzelBank: Sendable {
  /// 2 cos ω.
  let coefficient: SIMD8<Float>
  let cosine: SIMD8<Float>
  let sine: SIMD8<Float>
  /// Samples of a sub-block: 4 ms to the nearest multiple of 8.
  let length: Int
  /// The phase that a sub-block gains on the one `index` + 1 before it.
  let rotations: (Rotation, Rotation, Rotation)
  /// Energy a sample of the first difference of a sine of unit power.
  let differenceGain: SIMD8<Float>

  /// The bank at telephone rate, made once.
  static let telephone = GoertzelBank(sampleRate: 8000)

  init(sampleRate: Double) {
    length = max(8, Int((sampleRate * 0.004 / 8).rounded()) * 8)
    let omega = (DTMF.lowGroup + DTMF.highGroup).map { 2 * .pi * $0 / sampleRate }
    func lanes(_ value: (Double) -> Double) -> SIMD8<Float> {
      var lanes = SIMD8<Float>()
      for lane in 0..<8 { lanes[lane] = Float(value(omega[lane])) }
      return lanes
    }
    coefficient = lanes { 2 * cos($0) }
    cosine = lanes { cos($0) }
    sine = lanes { sin($0) }
    differenceGain = lanes { 2 - 2 * cos($0) }
    let step = Double(length)
    func rotation(_ lag: Double) -> Rotation {
      Rotation(cosine: lanes { cos($0 * step * lag) }, sine: lanes { sin($0 * step * lag) })
    }
    rotations = (rotation(1), rotation(2), rotation(3))
  }

  struct Rotation: Sendable {
    let cosine: SIMD8<Float>
    let sine: SIMD8<Float>
  }
}
