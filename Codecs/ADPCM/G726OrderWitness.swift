/// Tells by ear whether the codes of G.726 were taken from their bytes in the wrong order.
///
/// In audio that was decoded rightly the steps from sample to sample are on the whole as large at one place of a byte, or of
/// the bytes that codes share, as at another. Where codes stand in each other's places they are not. What is measured is
/// Student's t of that difference over blocks of 20 ms: in 40 prompts of real speech it was below 2.2 where the order was
/// right.
struct G726OrderWitness {
  private static let block = 160
  /// Blocks that are heard before anything is said: 2 s.
  private static let fewest = 100.0
  private static let certain = 4.0
  /// The mean step, squared, below which a block is silence.
  private static let quiet: Int64 = 2000

  /// The places of eight samples, as bits, whose steps differ most in the wrong order.
  private let places: (Int, Int)
  private var last: Int32 = 0
  private var count = 0
  /// The squared steps of this block to these places.
  private var steps: (Int64, Int64) = (0, 0)
  private var blocks = 0.0
  private var sum = 0.0
  private var squares = 0.0

  /// - `codeBits`: bits of a code. Those of 2 and 4 bits change places within a byte, others lose parts of each other.
  init(codeBits: Int) {
    places = codeBits.isMultiple(of: 2) ? (0b0101_0101, 0b1010_1010) : (0b0001_0000, 0b0000_0100)
  }

  /// Listens to the first `count` samples of a payload, or of several in a row.
  mutating func hear(_ pcm: borrowing MutableSpan<Int16>, count: Int) {
    for index in 0..<count {
      let sample = Int32(pcm[index])
      let step = Int64(sample &- last)
      last = sample
      let place = index & 7
      steps.0 &+= step &* step &* Int64(places.0 >> place & 1)
      steps.1 &+= step &* step &* Int64(places.1 >> place & 1)
      self.count &+= 1
      if self.count == Self.block { endBlock() }
    }
  }

  private mutating func endBlock() {
    let total = steps.0 &+ steps.1
    if total &* 4 > Int64(count) &* Self.quiet {
      let difference = Double(steps.0 &- steps.1) / Double(total)
      blocks += 1
      sum += difference
      squares += difference * difference
    }
    (steps, count) = ((0, 0), 0)
  }

  /// Whether the order is wrong; of tones whose period is a few samples, that cannot be told.
  var isWrong: Bool {
    guard blocks >= Self.fewest else { return false }
    let mean = sum / blocks
    let deviation = ((squares / blocks - mean * mean) * blocks / (blocks - 1)).squareRoot()
    return abs(mean) < 3 * deviation
      && abs(mean) * blocks.squareRoot() > Self.certain * deviation
  }
}
