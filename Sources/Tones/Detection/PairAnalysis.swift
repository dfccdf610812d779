import Glibc

/// Measures pairs of tones in a `ToneHistory`, with tables and room for it made once.
struct PairAnalysis: Sendable {
  let sampleRate: Double
  /// Samples of 32, 16 and 8 ms.
  let long: Int
  let middle: Int
  let short: Int
  let longWindow: [Float]
  let middleWindow: [Float]
  let shortWindow: [Float]
  /// e^−jωn at the nominal frequencies, for the long window: a row of 4 × (cos, −sin) a group.
  private var products: [SIMD4<Float>]
  private(set) var leftOver: [Float]

  /// The analysis at telephone rate, made once: its tables cost more than a second of audio.
  static let telephone = PairAnalysis(sampleRate: 8000)

  init(sampleRate: Double) {
    self.sampleRate = sampleRate
    middle = Int((sampleRate * 0.004).rounded()) * 4
    long = 2 * middle
    short = middle / 2
    longWindow = Self.hann(long)
    middleWindow = Self.hann(middle)
    shortWindow = Self.hann(short)
    products = [SIMD4<Float>](repeating: .zero, count: long)
    leftOver = [Float](repeating: 0, count: long)
  }

  /// A Hann window that adds to 1.
  private static func hann(_ count: Int) -> [Float] {
    (0..<count).map {
      Float((1 - cos(2 * .pi * (Double($0) + 0.5) / Double(count))) / Double(count))
    }
  }

  /// Angular frequencies of the tones near the nominal ones in the long stretch at `start`.
  ///
  /// By the phase that Hann windows of 16 ms gain: over 4 ms first, which ±125 Hz cannot alias, then
  /// over 16 ms for the precision. Also the change of each tone's amplitude between the outer two.
  mutating func frequencies(_ history: borrowing ToneHistory, from start: Int, low: Int, high: Int)
    -> (
      low: Double, high: Double, drift: (low: Float, high: Float), bend: (low: Float, high: Float)
    )
  {
    let nominalLow = 2 * .pi * DTMF.lowGroup[low] / sampleRate
    let nominalHigh = 2 * .pi * DTMF.highGroup[high] / sampleRate
    var (even, odd) = PairOscillator.pair(-nominalLow, -nominalHigh, at: 0)
    let offset = start - history.base
    for index in stride(from: 0, to: long, by: 2) {
      products[index] = even.value * history.filtered[offset + index]
      products[index + 1] = odd.value * history.filtered[offset + index + 1]
      even.advance()
      odd.advance()
    }
    let lag = middle / 4
    let (second, third) = ((middle - lag) / 2, (middle + lag) / 2)
    var sums: (SIMD4<Float>, SIMD4<Float>, SIMD4<Float>, SIMD4<Float>) = (
      .zero, .zero, .zero, .zero
    )
    for index in 0..<middle {
      let weight = middleWindow[index]
      sums.0 += weight * products[index]
      sums.1 += weight * products[second + index]
      sums.2 += weight * products[third + index]
      sums.3 += weight * products[middle + index]
    }
    let exactLag = Double(third - second)
    func refine(_ re: Int, _ im: Int) -> (omega: Double, drift: Float, bend: Float) {
      func gain(_ a: SIMD4<Float>, _ b: SIMD4<Float>) -> Double {
        Double(atan2(a[re] * b[im] - a[im] * b[re], a[re] * b[re] + a[im] * b[im]))
      }
      let coarse = gain(sums.1, sums.2) / exactLag
      let outer = gain(sums.0, sums.3)
      let turns = ((coarse * Double(middle) - outer) / (2 * .pi)).rounded()
      let fine = (outer + 2 * .pi * turns) / Double(middle)
      let first = (sums.0[re] * sums.0[re] + sums.0[im] * sums.0[im]).squareRoot()
      let last = (sums.3[re] * sums.3[re] + sums.3[im] * sums.3[im]).squareRoot()
      let mean = max((first + last) / 2, .leastNormalMagnitude)
      // Phases of the outer windows less those of the inner, whose places have the same mean: what a
      // chirp bends.
      let a = Self.product(sums.0[re], sums.0[im], sums.3[re], sums.3[im])
      let b = Self.product(sums.1[re], sums.1[im], sums.2[re], sums.2[im])
      let bend = atan2(a.im * b.re - a.re * b.im, a.re * b.re + a.im * b.im)
      return (fine, (last - first) / mean, bend)
    }
    let l = refine(0, 1), h = refine(2, 3)
    return (nominalLow + l.omega, nominalHigh + h.omega, (l.drift, h.drift), (l.bend, h.bend))
  }

  private static func product(_ a: Float, _ b: Float, _ c: Float, _ d: Float)
    -> (re: Float, im: Float)
  {
    (a * c - b * d, a * d + b * c)
  }

  /// Fits the pair to the stretch under `window` that begins at `start`.
  ///
  /// The tones are 268 Hz or more apart: under a Hann window of 16 ms or more they do not see each
  /// other, so that projection is the least-squares solution.
  func fit(
    _ history: borrowing ToneHistory, from start: Int, window: borrowing [Float],
    _ omegaLow: Double,
    _ omegaHigh: Double
  ) -> PairFit {
    let count = window.count
    let offset = start - history.base
    var (even, odd) = PairOscillator.pair(omegaLow, omegaHigh, at: -Double(count / 2))
    var sums = SIMD4<Float>()
    var energy: Float = 0
    for index in stride(from: 0, to: count, by: 2) {
      let x = history.filtered[offset + index], y = history.filtered[offset + index + 1]
      let weightedX = x * window[index], weightedY = y * window[index + 1]
      sums += weightedX * even.value + weightedY * odd.value
      energy += weightedX * x + weightedY * y
      even.advance()
      odd.advance()
    }
    let amplitudes = 2 * sums
    let explained = (amplitudes * amplitudes).sum() / 2
    return PairFit(
      centre: start + count / 2, omegaLow: omegaLow, omegaHigh: omegaHigh, amplitudes: amplitudes,
      power: energy, residual: max(0, energy - explained))
  }

  /// What is left of the long stretch at `start` without the pair, for a closer look.
  mutating func subtract(_ fit: PairFit, from history: borrowing ToneHistory) {
    let offset = fit.centre - long / 2 - history.base
    var oscillator = PairOscillator(fit.omegaLow, fit.omegaHigh, at: -Double(long / 2))
    for index in 0..<long {
      leftOver[index] = history.filtered[offset + index] - (oscillator.value * fit.amplitudes).sum()
      oscillator.advance()
    }
  }
}
