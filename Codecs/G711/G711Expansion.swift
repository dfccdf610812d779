/// Expands G.711 codes to 16-bit linear PCM.
///
/// This runs for every packet of almost every trace. Unsafe so that the loops vectorise: bounds checks triple their cost.
/// This is for any processor, and for what is less than a block of the module `AVX2`.
///
/// A code is a sign, three bits of exponent and four of mantissa, sent inverted (all bits in
/// µ-law, every other one in A-law). Exponent and mantissa lie next to each other as they do in an
/// IEEE 754 number: shifted into one they scale themselves, and adding 2^23 leaves the integer in
/// the low bits. This takes no branch, no table and no shift by a variable amount, so it vectorises
/// on any processor.
enum G711Expansion {
  /// Expands `count` µ-law codes (ITU-T G.711, table 2), for which both sides have room.
  static func muLaw(
    _ codes: UnsafePointer<UInt8>, _ pcm: UnsafeMutablePointer<Int16>, count: Int
  ) {
    for index in 0..<count { unsafe pcm[index] = muLaw(codes[index]) }
  }

  /// Expands `count` A-law codes (ITU-T G.711, table 1), for which both sides have room.
  static func aLaw(
    _ codes: UnsafePointer<UInt8>, _ pcm: UnsafeMutablePointer<Int16>, count: Int
  ) {
    for index in 0..<count { unsafe pcm[index] = aLaw(codes[index]) }
  }

  /// (2 mantissa + 33) 2^(exponent + 2) - 132, with the sign.
  @inline(__always)
  private static func muLaw(_ code: UInt8) -> Int16 {
    // Twice the code, which drops the sign, with the bias of the exponent and half a step above and below it.
    let bits = UInt32(UInt16(~code &+ ~code) &+ (134 &<< 5 | 1)) &<< 18
    let magnitude = (Float(bitPattern: bits) + (8_388_608 - 132)).bitPattern
    let negative = Int16(truncatingIfNeeded: Int8(bitPattern: ~code) &>> 7)
    return (Int16(truncatingIfNeeded: magnitude) ^ negative) &- negative
  }

  /// (2 mantissa + 33) 2^(exponent + 2), without the hidden bit where the exponent is 0.
  @inline(__always)
  private static func aLaw(_ code: UInt8) -> Int16 {
    let even = code ^ 0x55
    let magnitude7 = even & 0x7f
    // The lowest segment has the step of the next but no hidden bit: add that and take it back.
    let hidden: UInt8 = magnitude7 < 16 ? 16 : 0
    let bits = UInt32(magnitude7 | hidden) &<< 19 &+ (134 &<< 23 | 1 &<< 18)
    let magnitude = (Float(bitPattern: bits) + 8_388_608).bitPattern
    let positive = Int16(truncatingIfNeeded: magnitude) &- Int16(hidden) &<< 4
    let negative = ~Int16(truncatingIfNeeded: Int8(bitPattern: even) &>> 7)
    return (positive ^ negative) &- negative
  }
}
