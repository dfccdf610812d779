/// The predictor of ITU-T G.726: two poles and six zeros (sections 2.6 and 4.2.6).
struct G726Predictor: Sendable {
  /// What is expected of the next sample.
  struct Estimate {
    /// Of both filters, SE.
    let whole: Int32
    /// Of the zeros alone, SEZ.
    let zeros: Int32
  }

  /// Coefficients of the poles, A1 and A2, and of the zeros, B1 to B6.
  private var poles = SIMD2<Int32>()
  private var zeros = SIMD8<Int32>()
  /// The last reconstructed samples and differences, as numbers with 4 bits of exponent and 6 of mantissa.
  private var samples = SIMD2<Int32>(repeating: 32)
  private var differences = SIMD8<Int32>(repeating: 32)
  /// Signs of the last two sums of difference and zeros, PK1 and PK2.
  private var signs = (false, false)

  /// Whether the second pole is that of a tone or of data (TONE).
  var isTone: Bool { poles.y < -11_776 }

  /// FMULT and ACCUM.
  func estimate() -> Estimate {
    let parts = Self.products(zeros &>> 2, differences)
    let sum = cut(
      parts[0] &+ parts[1] &+ parts[2] &+ parts[3] &+ parts[4] &+ parts[5])
    let polar = Self.product(poles.y >> 2, samples.y) &+ Self.product(poles.x >> 2, samples.x)
    return Estimate(whole: cut(sum &+ polar) >> 1, zeros: sum >> 1)
  }

  /// Takes the difference and the sample that a code stood for; `restarts` where a tone ended.
  mutating func adapt(
    to magnitude: Int32, isNegative: Bool, _ sample: Int32, _ estimate: Estimate, restarts: Bool,
    leak: Int32
  ) {
    // ADDC.
    let partial = cut(sample &- estimate.whole &+ estimate.zeros)
    let sign = partial < 0
    if restarts {
      poles = SIMD2()
      zeros = SIMD8()
    } else {
      adaptPoles(partial, sign)
      adaptZeros(magnitude, isNegative, leak)
    }
    differences = SIMD8(
      Self.float(magnitude, isNegative), differences[0], differences[1], differences[2],
      differences[3], differences[4], 32, 32)
    samples = SIMD2(Self.float(Int32(sample.magnitude & 0x7fff), sample < 0), samples.x)
    signs = (sign, signs.0)
  }

  /// UPA2, LIMC, UPA1 and LIMD.
  private mutating func adaptPoles(_ partial: Int32, _ sign: Bool) {
    let isOpposite = sign != signs.0
    var second = poles.y &- poles.y >> 7
    if partial != 0 {
      let first = isOpposite ? poles.x : 0 &- poles.x
      second = second &+ (first < -8191 ? -0x100 : first > 8191 ? 0xff : first >> 5)
      second = second &+ (sign != signs.1 ? -0x80 : 0x80)
      second = max(-12_288, min(12_288, second))
    }
    var first = poles.x &- poles.x >> 8
    if partial != 0 { first = first &+ (isOpposite ? -192 : 192) }
    let limit = 15_360 &- second
    poles = SIMD2(max(0 &- limit, min(limit, first)), second)
  }

  /// XOR and UPB.
  private mutating func adaptZeros(_ magnitude: Int32, _ isNegative: Bool, _ leak: Int32) {
    zeros = zeros &- zeros &>> SIMD8(repeating: leak)
    guard magnitude != 0 else { return }
    let signs = differences &>> SIMD8(repeating: 31) ^ SIMD8(repeating: isNegative ? -1 : 0)
    zeros = zeros &+ (SIMD8(repeating: 128) ^ signs) &- signs
  }

  /// FLOATA and FLOATB: the exponent, six bits of mantissa, and 0x400 less for a negative number.
  private static func float(_ magnitude: Int32, _ isNegative: Bool) -> Int32 {
    let exponent = G726State.length(magnitude)
    let number = magnitude == 0 ? 32 : exponent &<< 6 &+ (magnitude &<< 6) &>> exponent
    return isNegative ? number &- 0x400 : number
  }

  @inline(__always)
  private static func products(_ coefficients: SIMD8<Int32>, _ numbers: SIMD8<Int32>)
    -> SIMD8<Int32>
  {
    var products = SIMD8<Int32>()
    for index in 0..<6 { products[index] = product(coefficients[index], numbers[index]) }
    return products
  }

  /// FMULT: a coefficient by a number of `float`; without a branch, as this is most of the decoder's work.
  @inline(__always)
  private static func product(_ coefficient: Int32, _ number: Int32) -> Int32 {
    let magnitude = Int32(truncatingIfNeeded: coefficient.magnitude) & 0x1fff
    let exponent = G726State.length(magnitude)
    // Six bits of mantissa.
    let mantissa = magnitude == 0 ? 32 : (magnitude &<< 6) &>> exponent
    let product = (mantissa &* (number & 63) &+ 48) &>> 4
    // Shifted by the sum of the exponents less 19, which goes to the left or to the right.
    let shift = Int64(truncatingIfNeeded: exponent &+ number &>> 6 & 15)
    let shifted = (Int64(truncatingIfNeeded: product) &<< shift) &>> 19
    let value = Int32(truncatingIfNeeded: shifted) & 0x7fff
    let sign = (coefficient ^ number) &>> 31
    return (value ^ sign) &- sign
  }
}

/// A number modulo 2^16.
@inline(__always)
private func cut(_ number: Int32) -> Int32 { Int32(Int16(truncatingIfNeeded: number)) }
