/// A tone that passed and is followed to its end.
struct ToneRun {
  let digit: Int
  let start: Int
  /// Position after the last sample of the tone, once it is absent.
  var end: Int
  var fit: PairFit
  /// Powers of both tones against which presence is measured.
  var lowReference: Float
  var highReference: Float
  /// cos and sin of both tones under the short window.
  private(set) var basis: [SIMD4<Float>] = []
  /// Middle of the last short window in which the tone was present.
  var lastPresent: Int
  /// Hops in a row without and with the tone.
  var absences = 0
  var presences = 0
  /// Whether `end` is known.
  var isAbsent = false
  /// Stretches measured, and sums over them weighted by purity.
  private(set) var measured = 0
  private(set) var weight = 0.0
  private(set) var sumLow = 0.0
  private(set) var sumHigh = 0.0
  private(set) var sumLowPower = 0.0
  private(set) var sumHighPower = 0.0
  /// Why this will be no digit, where that showed at its start.
  var objection: Objection?
  /// Hops since the run began.
  var hops = 0

  init(digit: Int, start: Int, fit: PairFit, analysis: PairAnalysis) {
    self.digit = digit
    self.start = start
    end = fit.centre
    self.fit = fit
    lowReference = fit.lowPower
    highReference = fit.highPower
    lastPresent = fit.centre
    let short = analysis.short
    var oscillator = PairOscillator(fit.omegaLow, fit.omegaHigh, at: -Double(short / 2))
    basis = (0..<short).map { index in
      defer { oscillator.advance() }
      return oscillator.value * analysis.shortWindow[index]
    }
    add(fit)
  }

  mutating func add(_ fit: PairFit) {
    let one = 1 / (0.003 + Double(fit.residual / max(fit.power, .leastNormalMagnitude)))
    measured += 1
    weight += one
    sumLow += one * fit.omegaLow
    sumHigh += one * fit.omegaHigh
    sumLowPower += one * Double(fit.lowPower)
    sumHighPower += one * Double(fit.highPower)
  }

  /// Share of the power that is neither tone, over what was measured.
  var meanImpurity: Double { max(0, Double(measured) / weight - 0.003) }

  /// Percent off the nominal frequencies, the mean of what was measured.
  func deviations(_ analysis: PairAnalysis) -> (low: Double, high: Double) {
    var mean = fit
    mean.omegaLow = sumLow / weight
    mean.omegaHigh = sumHigh / weight
    return analysis.deviations(mean, low: digit / 4, high: digit % 4)
  }

  mutating func resume(_ fit: PairFit) {
    isAbsent = false
    absences = 0
    presences = 0
    lastPresent = fit.centre
  }

  /// Whether the short window at `start` holds the tone.
  func isPresent(in history: borrowing ToneHistory, from start: Int, window: borrowing [Float])
    -> Bool
  {
    let offset = start - history.base
    var sums = SIMD4<Float>()
    var energy: Float = 0
    for index in 0..<basis.count {
      let x = history.filtered[offset + index]
      sums += x * basis[index]
      energy += x * x * window[index]
    }
    let amplitudes = 2 * sums
    let squares = amplitudes * amplitudes / 2
    let low = squares[0] + squares[1], high = squares[2] + squares[3]
    return low + high > 0.25 * (lowReference + highReference) && low > 0.12 * lowReference
      && high > 0.12 * highReference && low + high > 0.25 * energy
  }
}
