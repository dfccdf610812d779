/// The two laws of ITU-T G.711.
enum G711 {
  case mu, a

  /// Expands each code to 16-bit linear PCM at the front of `pcm`, as far as it has room.
  func expand(_ codes: Span<UInt8>, into pcm: inout MutableSpan<Int16>) {
    let count = min(codes.count, pcm.count)
    // Unsafe so that the loops vectorise: this runs for every packet of almost every trace, and
    // bounds checks triple its cost. `count` is within both buffers.
    unsafe codes.withUnsafeBufferPointer { codes in
      unsafe pcm.withUnsafeMutableBufferPointer { pcm in
        guard let codes = codes.baseAddress, let pcm = pcm.baseAddress else { return }
        switch self {
        case .mu: for index in 0..<count { unsafe pcm[index] = Self.muLaw(codes[index]) }
        case .a: for index in 0..<count { unsafe pcm[index] = Self.aLaw(codes[index]) }
        }
      }
    }
  }

  // A code is a sign, three bits of exponent and four of mantissa, sent inverted (all bits in
  // µ-law, every other one in A-law). Exponent and mantissa lie next to each other as they do in an
  // IEEE 754 number: shifted into one they scale themselves, and adding 2^23 leaves the integer in
  // the low bits. This takes no branch, no table and no shift by a variable amount, so it vectorises
  // on any x86-64.

  /// (2 mantissa + 33) 2^(exponent + 2) - 132, with the sign.
  @inline(__always)
  static func muLaw(_ code: UInt8) -> Int16 {
    let bits = UInt32(~code & 0x7f) &<< 19 &+ (134 &<< 23 | 1 &<< 18)
    let magnitude = (Float(bitPattern: bits) + (8_388_608 - 132)).bitPattern
    let negative = Int16(truncatingIfNeeded: Int8(bitPattern: ~code) &>> 7)
    return (Int16(truncatingIfNeeded: magnitude) ^ negative) &- negative
  }

  /// (2 mantissa + 33) 2^(exponent + 2), without the hidden bit where the exponent is 0.
  @inline(__always)
  static func aLaw(_ code: UInt8) -> Int16 {
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
