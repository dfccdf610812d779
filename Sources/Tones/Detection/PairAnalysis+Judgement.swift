import Glibc

/// A rule that a stretch broke, with what was measured and the limit in the unit of the rule.
struct Objection {
  var rule: NearMiss.Rule
  var measured: Double
  var limit: Double
}

/// What a stretch of 32 ms was found to be.
struct Judgement {
  var fit: PairFit
  /// Nil where the stretch is a DTMF digit by every rule but those of time.
  var objection: Objection?
}

extension PairAnalysis {
  /// Judges the 32 ms at `start`, for which `history` is prepared, as the digit of this row and column.
  ///
  /// Unless `thoroughly`, what is off its frequencies is not fitted, and passes for wholly impure.
  mutating func judge(
    _ history: borrowing ToneHistory, from start: Int, low: Int, high: Int, thoroughly: Bool
  ) -> Judgement {
    let tones = frequencies(history, from: start, low: low, high: high)
    var fit = PairFit(
      centre: start + long / 2, omegaLow: tones.low, omegaHigh: tones.high, amplitudes: .zero,
      power: 1, residual: 1)
    func object(_ rule: NearMiss.Rule, _ measured: Double, _ limit: Double) -> Judgement {
      Judgement(
        fit: fit, objection: Objection(rule: rule, measured: measured, limit: limit))
    }
    // First what costs no fit, for most of what is judged is speech.
    let deviations = self.deviations(fit, low: low, high: high)
    let deviation =
      abs(deviations.low) > abs(deviations.high) ? deviations.low : deviations.high
    let deviates = !(abs(deviation) <= AcceptanceLimits.deviation)
    if !deviates || thoroughly {
      fit = self.fit(history, from: start, window: longWindow, tones.low, tones.high)
    }
    if deviates { return object(.frequencyDeviation, deviation, AcceptanceLimits.deviation) }
    let weaker = min(fit.lowPower, fit.highPower)
    let level = AcceptanceLimits.dBm0(power: Double(weaker))
    if level < AcceptanceLimits.level { return object(.level, level, AcceptanceLimits.level) }
    let twist = Self.decibels(fit.highPower / fit.lowPower)
    if abs(twist) > AcceptanceLimits.twist { return object(.twist, twist, AcceptanceLimits.twist) }
    let pair = fit.lowPower + fit.highPower
    let impurity = fit.residual / max(fit.power, .leastNormalMagnitude)
    if impurity > AcceptanceLimits.noise {
      return object(.impure, Self.decibels(impurity), Self.decibels(AcceptanceLimits.impurity))
    }
    // Pure tones need no look at what is under them.
    let voice = impurity > 0.018 ? powerUnderTones(history, fit) : 0
    for (limit, purity) in AcceptanceLimits.voice where voice > limit * pair && impurity > purity {
      if impurity <= AcceptanceLimits.impurity {
        return object(.voice, Self.decibels(voice / pair), Self.decibels(limit))
      }
    }
    // A tone must stand out of what is left by more than chance allows: four parameters of N / 1.5.
    if weaker * Float(long) < 24 * fit.residual {
      return object(.impure, Self.decibels(impurity), Self.decibels(AcceptanceLimits.impurity))
    }
    let drift = max(abs(tones.drift.low), abs(tones.drift.high))
    if drift > Self.driftLimit { return object(.drift, Double(drift), Double(Self.driftLimit)) }
    let bend = max(abs(tones.bend.low), abs(tones.bend.high))
    if bend > Self.bendLimit { return object(.drift, Double(bend), Double(Self.bendLimit)) }

    if impurity > AcceptanceLimits.impurity {
      subtract(fit, from: history)
      // White noise has a sixth of its power under 560 Hz.
      let unsteadiness =
        Self.unsteadiness(tones.drift.low, tones.bend.low, fit.residual / fit.lowPower)
        + Self.unsteadiness(tones.drift.high, tones.bend.high, fit.residual / fit.highPower)
      let apart = deviations.low * deviations.low + deviations.high * deviations.high
      if voice > 0.33 * fit.residual || apart > 2.6 * 2.6
        || abs(twist) > AcceptanceLimits.twistInNoise
        || unsteadiness > 15 || !leftOverIsNoise()
      {
        return object(.impure, Self.decibels(impurity), Self.decibels(AcceptanceLimits.impurity))
      }
    } else if fit.residual > AcceptanceLimits.harmonic * weaker {
      // Only then what is left can hold such a harmonic.
      subtract(fit, from: history)
      let powers = leftOverPowers(at: [2 * fit.omegaLow, min(2 * fit.omegaHigh, 3.1)])
      let harmonic = max(powers[0] / fit.lowPower, powers[1] / fit.highPower)
      if harmonic > AcceptanceLimits.harmonic {
        return object(
          .secondHarmonic, Self.decibels(harmonic), Self.decibels(AcceptanceLimits.harmonic))
      }
    }
    return Judgement(fit: fit, objection: nil)
  }

  /// An echo of −10 dB that sets in half-way changes a tone by a third at most, up or down.
  private static let driftLimit: Float = 0.65

  /// The bend of the phase by an echo, or by a chirp of 900 Hz/s, which is a siren.
  private static let bendLimit: Float = 0.35

  /// How much more a tone changes than the noise on it explains: χ² of two degrees of freedom.
  private static func unsteadiness(_ drift: Float, _ bend: Float, _ noise: Float) -> Float {
    // Variance of both, found by simulation of white noise.
    (drift * drift + bend * bend) / (0.044 * noise)
  }

  static func decibels(_ ratio: Float) -> Double {
    10 * log10(Double(max(ratio, 1e-9)))
  }

  /// Percent off the nominal frequencies.
  func deviations(_ fit: PairFit, low: Int, high: Int) -> (low: Double, high: Double) {
    let perRadian = sampleRate / (2 * .pi)
    return (
      100 * (fit.omegaLow * perRadian / DTMF.lowGroup[low] - 1),
      100 * (fit.omegaHigh * perRadian / DTMF.highGroup[high] - 1)
    )
  }

  /// Mean square of what the high-pass took, less a constant.
  private func powerUnderTones(_ history: borrowing ToneHistory, _ fit: PairFit) -> Float {
    let offset = fit.centre - long / 2 - history.base
    var mean: Float = 0, square: Float = 0
    for index in 0..<long {
      let low = history.raw[offset + index] - history.filtered[offset + index]
      mean += low * longWindow[index]
      square += low * low * longWindow[index]
    }
    return max(0, square - mean * mean)
  }
}
