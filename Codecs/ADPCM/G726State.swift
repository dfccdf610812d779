/// The adaptive quantizer and predictor of ITU-T G.726, which coder and decoder share.
///
/// Names are those of section 4 of the Recommendation. Integers have 32 bits; where it takes numbers
/// modulo 2^16 they are cut, so that what no encoder sends cannot trap.
struct G726State: Sendable {
  /// The slow and the fast scale factor of the quantizer, YL and YU.
  private var slowScale: Int32 = 34_816
  private var fastScale: Int32 = 544
  /// Short and long averages of F(I), DMS and DML.
  private var shortSpeed: Int32 = 0
  private var longSpeed: Int32 = 0
  /// How fast the quantizer adapts, AP.
  private var speedControl: Int32 = 0
  /// Whether the signal looks like data or tones, TD.
  private var isTone = false
  private var predictor = G726Predictor()

  /// The sample that a code stands for; beyond 16 bits it is the largest or smallest.
  ///
  /// Reference implementations shift it up without a limit, and so turn loud peaks over.
  mutating func decode(_ code: Int, _ rate: G726Rate) -> Int16 {
    let estimate = predictor.estimate()
    let reconstructed = adapt(to: code, rate, estimate, scale: scale())
    return Int16(max(-8192, min(8191, reconstructed)) << 2)
  }

  /// The code of a sample, of which 14 bits count.
  mutating func encode(_ sample: Int16, _ rate: G726Rate) -> Int {
    let estimate = predictor.estimate()
    let scale = scale()
    let difference = Int32(sample >> 2) &- estimate.whole
    let code = Self.quantize(difference, scale, rate)
    _ = adapt(to: code, rate, estimate, scale: scale)
    return code
  }

  /// The scale factor of the quantizer, Y (section 4.2.4, MIX).
  private func scale() -> Int32 {
    guard speedControl < 256 else { return fastScale }
    let slow = slowScale >> 6
    let product = (fastScale &- slow) &* (speedControl >> 2)
    return slow &+ (product &+ (product < 0 ? 0x3f : 0)) >> 6
  }

  /// LOG, SUBTB and QUAN (section 4.2.2).
  private static func quantize(_ difference: Int32, _ scale: Int32, _ rate: G726Rate) -> Int {
    let magnitude = Int32(min(difference.magnitude, 0x7fff))
    let exponent = length(magnitude >> 1)
    let logarithm = exponent &<< 7 &+ (magnitude &<< 7) &>> exponent & 0x7f
    let normalised = logarithm &- scale >> 2
    let interval = rate.levels.firstIndex { normalised < $0 } ?? rate.levels.count
    let last = 2 * rate.sign - 1
    if difference < 0 { return last - interval }
    return interval == 0 && !rate.hasZero ? last : interval
  }

  /// Takes a code into the state; returns the reconstructed signal, SR.
  private mutating func adapt(
    to code: Int, _ rate: G726Rate, _ estimate: G726Predictor.Estimate, scale: Int32
  ) -> Int32 {
    // RECONST, ADDA and ANTILOG (section 4.2.3).
    let logarithm = rate.magnitudes[code] &+ scale >> 2
    let exponent = logarithm >> 7 & 15
    let magnitude = logarithm < 0 ? 0 : ((128 &+ logarithm & 127) &<< 7) &>> (14 &- exponent)
    let isNegative = code & rate.sign != 0
    let reconstructed = cut(estimate.whole &+ (isNegative ? 0 &- magnitude : magnitude))

    let hasJumped = isTone && magnitude > threshold
    adaptScale(rate.scaling[code], scale)
    predictor.adapt(
      to: magnitude, isNegative: isNegative, reconstructed, estimate, restarts: hasJumped,
      leak: rate.codeBits == 5 ? 9 : 8)
    isTone = !hasJumped && predictor.isTone
    adaptSpeed(rate.speed[code], scale, hasJumped)
    return reconstructed
  }

  /// What a difference must exceed to be a transition between tones (TRANS, section 4.2.7).
  private var threshold: Int32 {
    let whole = slowScale >> 15
    let limit = whole > 9 ? 31 << 10 : (32 &+ slowScale >> 10 & 31) &<< whole
    return (limit &+ limit >> 1) >> 1
  }

  /// FILTD, LIMB and FILTE (section 4.2.4).
  private mutating func adaptScale(_ weight: Int32, _ scale: Int32) {
    fastScale = max(544, min(5120, scale &+ (weight &- scale) >> 5))
    slowScale = slowScale &+ fastScale &+ (0 &- slowScale) >> 6
  }

  /// FILTA, FILTB, SUBTC and FILTC (section 4.2.5), TRIGA.
  private mutating func adaptSpeed(_ speed: Int32, _ scale: Int32, _ hasJumped: Bool) {
    shortSpeed = shortSpeed &+ (speed &- shortSpeed) >> 5
    longSpeed = longSpeed &+ (speed << 2 &- longSpeed) >> 7
    guard !hasJumped else {
      speedControl = 256
      return
    }
    let change = (shortSpeed << 2 &- longSpeed).magnitude
    let isFast = scale < 1536 || isTone || change >= (longSpeed >> 3).magnitude
    speedControl = speedControl &+ ((isFast ? 0x200 : 0) &- speedControl) >> 4
  }

  /// Bits of a number that is not negative.
  @inline(__always)
  static func length(_ number: Int32) -> Int32 {
    Int32(truncatingIfNeeded: 32 &- number.leadingZeroBitCount)
  }
}

/// A number modulo 2^16.
@inline(__always)
private func cut(_ number: Int32) -> Int32 { Int32(Int16(truncatingIfNeeded: number)) }
