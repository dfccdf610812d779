/// Renders the background noise that RFC 3389 payloads describe.
///
/// The noise is white where a payload has only a level, else shaped by its all-pole model. The same
/// payloads give the same samples on every run.
package struct ComfortNoiseGenerator: Sendable {
  /// Coefficients used of each payload; a receiver may drop higher ones (section 3).
  private static let maximumOrder = 32

  private var coefficients: [Double] = []
  /// The backward prediction errors of the lattice.
  private var delays: [Double] = []
  private var excitation = 0.0
  private var random: UInt32 = 0x9E37_79B9

  /// Silent until the first update.
  package init() {}

  /// Takes the level and the reflection coefficients of a comfort noise payload.
  ///
  /// The first byte is the level in -dBov; one without bytes changes nothing. Noise weaker than one step of 16 bits, from
  /// -91 dBov on, is silence: rounded, it would be clicks.
  package mutating func update(_ payload: Span<UInt8>) {
    guard payload.count > 0 else { return }
    // 0 dBov is the power of a square wave of full scale.
    var amplitude = 32768.0
    for _ in 0..<payload[0] & 0x7f { amplitude *= 0.891_250_938_133_745_6 }
    let order = min(payload.count - 1, Self.maximumOrder)
    coefficients.removeAll(keepingCapacity: true)
    for index in 0..<order {
      // Section 3.2; 255 is outside the range of the index and would be unstable.
      coefficients.append(258 * (Double(min(payload[1 + index], 254)) - 127) / 32768)
    }
    // The model multiplies the power of what excites it by the inverse of this product.
    let gain = coefficients.reduce(1) { $0 * (1 - $1 * $1) }
    // Uniform noise within ±1 has a power of 1/3.
    excitation = amplitude < 1 ? 0 : amplitude * (3 * gain).squareRoot()
    delays = [Double](repeating: 0, count: order)
  }

  /// Fills `pcm` with one channel of noise, going on where the last call ended.
  package mutating func generate(into pcm: inout MutableSpan<Int16>) {
    for index in 0..<pcm.count {
      let sample = shape(excitation * uniform()).rounded()
      pcm[index] = Int16(max(-32768, min(32767, sample)))
    }
  }

  /// One step of the all-pole lattice.
  private mutating func shape(_ input: Double) -> Double {
    var forward = input
    for stage in stride(from: coefficients.count - 1, through: 0, by: -1) {
      forward -= coefficients[stage] * delays[stage]
      if stage + 1 < delays.count {
        delays[stage + 1] = delays[stage] + coefficients[stage] * forward
      }
    }
    if !delays.isEmpty { delays[0] = forward }
    return forward
  }

  /// White noise within ±1 (Marsaglia's xorshift).
  private mutating func uniform() -> Double {
    random ^= random << 13
    random ^= random >> 17
    random ^= random << 5
    return Double(Int32(bitPattern: random)) / 2_147_483_648
  }
}
