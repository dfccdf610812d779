extension G711 {
  /// Appends the code of each sample.
  func compress(_ pcm: Span<Int16>, into codes: inout [UInt8]) {
    codes.reserveCapacity(codes.count + pcm.count)
    switch self {
    case .mu: for index in 0..<pcm.count { codes.append(Self.muLaw(of: pcm[index])) }
    case .a: for index in 0..<pcm.count { codes.append(Self.aLaw(of: pcm[index])) }
    }
  }

  /// The µ-law code of the decision interval that the sample lies in (ITU-T G.711, table 2).
  static func muLaw(of sample: Int16) -> UInt8 {
    let magnitude = min(sample < 0 ? -Int(sample) : Int(sample), 32_635) + 132
    let exponent = magnitude.bitWidth - magnitude.leadingZeroBitCount - 8
    let mantissa = magnitude >> (exponent + 3) & 15
    return ~UInt8(truncatingIfNeeded: (sample < 0 ? 0x80 : 0) | exponent << 4 | mantissa)
  }

  /// The A-law code of the decision interval that the sample lies in (ITU-T G.711, table 1).
  static func aLaw(of sample: Int16) -> UInt8 {
    let magnitude = sample < 0 ? ~Int(sample) : Int(sample)
    let exponent = max(0, magnitude.bitWidth - magnitude.leadingZeroBitCount - 8)
    let mantissa = magnitude >> (max(exponent, 1) + 3) & 15
    let sign = sample < 0 ? 0 : 0x80
    return UInt8(truncatingIfNeeded: sign | exponent << 4 | mantissa) ^ 0x55
  }
}

struct G711Encoder: AudioEncoder, ~Copyable {
  let law: G711

  mutating func encode(_ pcm: Span<Int16>, into payload: inout [UInt8]) throws(CodecError) {
    law.compress(pcm, into: &payload)
  }
}
