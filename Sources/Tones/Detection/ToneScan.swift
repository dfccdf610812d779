/// What the Goertzel filters say at the end of each sub-block of 4 ms, over a window of 16 ms.
struct ToneScan {
  let bank: GoertzelBank
  private var blocks = (SampleKernels.Block(), SampleKernels.Block(), SampleKernels.Block())
  /// Squared magnitudes of the newest block and the one before it.
  private var squares = (SIMD8<Float>(), SIMD8<Float>())
  private let power: Float
  private let floor: Float

  init(sampleRate: Double) {
    bank = sampleRate == 8000 ? .telephone : GoertzelBank(sampleRate: sampleRate)
    // The weights 1, 2, 2, 1 of the four sub-blocks add to 6; power of a sine = 2 |X|² / N².
    let sum = 6 * Float(bank.length)
    power = 2 / (sum * sum)
    floor = Float(AcceptanceLimits.power(dBm0: AcceptanceLimits.level - 3))
  }

  /// The keypad index (row × 4 + column) of the digit that the last 16 ms look like; nil if none.
  ///
  /// It is meant to let nearly all tones through and little speech; the judgement comes later.
  mutating func step(_ block: SampleKernels.Block) -> Int? {
    let (b3, b2, b1) = blocks
    blocks = (b2, b1, block)
    let square = block.real * block.real + block.imaginary * block.imaginary
    let middle = squares.0 + squares.1
    squares = (square, squares.0)
    // The two blocks that weigh most decide most windows for little work; wide of every limit below.
    let weighted = middle * bank.differenceGain
    let lowMost = Self.greatest(weighted.lowHalf), highMost = Self.greatest(weighted.highHalf)
    guard
      (lowMost + highMost) * 12 > (b1.differenceEnergy + b2.differenceEnergy) * Float(bank.length),
      lowMost < 40 * highMost, highMost < 200 * lowMost
    else { return nil }
    let energy =
      (block.differenceEnergy + b3.differenceEnergy + 4
        * (b1.differenceEnergy + b2.differenceEnergy))
      / (10 * Float(bank.length))
    guard energy > floor * 0.4 else { return nil }
    var sum = Self.turned(b1, bank.rotations.0, 2)
    let second = Self.turned(b2, bank.rotations.1, 2), third = Self.turned(b3, bank.rotations.2, 1)
    sum.real += block.real + second.real + third.real
    sum.imaginary += block.imaginary + second.imaginary + third.imaginary
    let powers = (sum.real * sum.real + sum.imaginary * sum.imaginary) * power
    let lowPowers = powers.lowHalf, highPowers = powers.highHalf
    let low = Self.greatest(lowPowers), high = Self.greatest(highPowers)
    guard low > floor, high > floor, low < 22 * high, high < 22 * low,
      low > 1.3 * (lowPowers.sum() - low), high > 1.3 * (highPowers.sum() - high)
    else { return nil }
    var row = 0, column = 0
    for index in 1..<4 {
      if lowPowers[index] > lowPowers[row] { row = index }
      if highPowers[index] > highPowers[column] { column = index }
    }
    let explained = low * bank.differenceGain[row] + high * bank.differenceGain[column + 4]
    guard explained > 0.2 * energy else { return nil }
    return row * 4 + column
  }

  @inline(__always)
  private static func turned(
    _ block: SampleKernels.Block, _ by: GoertzelBank.Rotation, _ weight: Float
  ) -> (real: SIMD8<Float>, imaginary: SIMD8<Float>) {
    (
      weight * (block.real * by.cosine - block.imaginary * by.sine),
      weight * (block.real * by.sine + block.imaginary * by.cosine)
    )
  }

  @inline(__always)
  private static func greatest(_ lanes: SIMD4<Float>) -> Float {
    max(max(lanes[0], lanes[1]), max(lanes[2], lanes[3]))
  }
}
