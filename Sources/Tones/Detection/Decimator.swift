/// Brings audio of any rate to 8…16 kHz (less where it begins with less) by an integer factor.
struct Decimator: Sendable {
  let factor: Int
  private let taps: [Float]
  /// Inputs, the first `filled` of which are valid.
  private var pending: [Float]
  private var filled: Int
  /// Index in `pending` of the oldest sample that the next output takes.
  private var next = 0

  /// Makes a decimator to between 8 and 16 kHz; the output at index n stands for input n × factor.
  init(sampleRate: Int) {
    factor = max(1, sampleRate / 8000)
    guard factor > 1 else {
      (taps, pending, filled) = ([], [], 0)
      return
    }
    let half = 6 * factor
    let low = HighPass.lowPass(
      min(4400, Double(sampleRate / factor) * 0.55) / Double(sampleRate), half: half, beta: 5.6)
    let sum = low.reduce(0, +)
    taps = low.map { Float($0 / sum) }
    // So many zeros that the first output is centred on the first input.
    pending = [Float](repeating: 0, count: 2 * Self.block + taps.count)
    filled = half
  }

  /// Input frames taken at once.
  static let block = 1024

  /// Takes the first `count` of `input`, at most `block`, and adds the outputs that they complete.
  mutating func process(_ input: [Float], count: Int, into history: inout ToneHistory) {
    guard factor > 1 else {
      history.append(input, count: count)
      return
    }
    if filled + count > pending.count {
      SampleKernels.slide(&pending, from: next, count: filled - next)
      filled -= next
      next = 0
    }
    SampleKernels.copy(input, count: count, to: &pending, at: filled)
    filled += count
    while next + taps.count <= filled {
      history.append(SampleKernels.dot(pending, at: next, taps: taps))
      next += factor
    }
  }
}
