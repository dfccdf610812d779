/// The adaptive quantizer of IMA ADPCM (RFC 3551, section 4.5.1): codes of a sign and three bits of magnitude.
struct ADPCMState: Sendable {
  /// The sample before, within 16 bits.
  private(set) var sample: Int32
  /// The index of the step in `steps`.
  private(set) var stepIndex: Int

  /// An index that is beyond the table is the last.
  init(sample: Int32 = 0, stepIndex: Int = 0) {
    self.sample = sample
    self.stepIndex = max(0, min(Self.steps.count - 1, stepIndex))
  }

  mutating func decode(_ code: UInt8) -> Int16 {
    let step = Self.steps[stepIndex]
    // What the magnitude stands for, and half a step more.
    var difference = step >> 3
    if code & 4 != 0 { difference &+= step }
    if code & 2 != 0 { difference &+= step >> 1 }
    if code & 1 != 0 { difference &+= step >> 2 }
    sample = max(-32_768, min(32_767, sample &+ (code & 8 != 0 ? 0 &- difference : difference)))
    let change = code & 4 == 0 ? -1 : 2 &* Int(code & 3) &+ 2
    stepIndex = max(0, min(Self.steps.count &- 1, stepIndex &+ change))
    return Int16(truncatingIfNeeded: sample)
  }

  mutating func encode(_ wanted: Int16) -> UInt8 {
    let difference = Int32(wanted) - sample
    var code: UInt8 = difference < 0 ? 8 : 0
    var rest = abs(difference)
    var step = Self.steps[stepIndex]
    for bit: UInt8 in [4, 2, 1] {
      if rest >= step {
        code |= bit
        rest -= step
      }
      step >>= 1
    }
    _ = decode(code)
    return code
  }

  private static let steps: [Int32] = [
    7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 19, 21, 23, 25, 28, 31, 34, 37, 41, 45, 50, 55, 60, 66, 73,
    80, 88, 97, 107, 118, 130, 143, 157, 173, 190, 209, 230, 253, 279, 307, 337, 371, 408, 449,
    494, 544, 598, 658, 724, 796, 876, 963, 1060, 1166, 1282, 1411, 1552, 1707, 1878, 2066, 2272,
    2499, 2749, 3024, 3327, 3660, 4026, 4428, 4871, 5358, 5894, 6484, 7132, 7845, 8630, 9493,
    10_442, 11_487, 12_635, 13_899, 15_289, 16_818, 18_500, 20_350, 22_385, 24_623, 27_086, 29_794,
    32_767,
  ]
}
