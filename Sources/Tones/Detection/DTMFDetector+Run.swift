extension DTMFDetector {
  /// Looks whether the tone of the run is still there, with all audio before `now`.
  mutating func follow(until now: Int) {
    guard var run else { return }
    self.run = nil
    let end = now - history.lookAhead
    let start = end - analysis.short
    guard history.prepare(start..<end) else {
      self.run = run
      return
    }
    run.hops += 1
    let centre = start + analysis.short / 2
    if history.unknownCount(in: start..<end, margin: history.lookAhead) == 0 {
      if run.isPresent(in: history, from: start, window: analysis.shortWindow) {
        run.presences += 1
        if !run.isAbsent {
          run.absences = 0
          run.lastPresent = centre
          measureOn(&run, until: end)
        } else if run.presences >= 3 {
          resume(&run, centre)
          if run.isAbsent {
            self.run = run
            endRun()
            return
          }
        }
      } else {
        run.presences = 0
        run.absences += 1
        if !run.isAbsent, run.absences >= 3 { markEnd(&run, until: end) }
      }
    }
    self.run = run
    if run.isAbsent, run.presences == 0 {
      let silent = hole(from: run.end, to: centre)
      if silent > AcceptanceLimits.pause + 0.024 || centre - run.end > samples(0.15) { endRun() }
    } else if centre - run.lastPresent > samples(0.15) {
      endRun()
    }
  }

  /// Measures a tone that lasts, a few times: the mean is what is reported.
  private mutating func measureOn(_ run: inout ToneRun, until end: Int) {
    guard run.hops % 12 == 6, run.measured < 16 else { return }
    let start = end - analysis.long
    guard start > run.start, history.unknownCount(in: start..<end, margin: history.lookAhead) == 0,
      history.prepare(start..<end)
    else { return }
    let judgement = analysis.judge(
      history, from: start, low: run.digit / 4, high: run.digit % 4, thoroughly: false)
    guard judgement.objection == nil else { return }
    run.add(judgement.fit)
  }

  /// Finds where the tone ended, given that it is absent now.
  private mutating func markEnd(_ run: inout ToneRun, until bound: Int) {
    run.isAbsent = true
    run.end = edge(after: run, until: bound)
  }

  private mutating func edge(after run: ToneRun, until bound: Int) -> Int {
    let half = analysis.middle / 2
    let centre = max(run.lastPresent - samples(0.006), run.start + samples(0.008))
    let from = centre - half
    guard history.prepare(from..<from + analysis.middle) else { return run.lastPresent }
    let fit = analysis.fit(
      history, from: from, window: analysis.middleWindow, run.fit.omegaLow, run.fit.omegaHigh)
    return ToneEdge.end(fit, in: &history, until: bound, bridge: samples(0.022))
  }

  /// The tone is back after a hole: bridged if it was short enough.
  private mutating func resume(_ run: inout ToneRun, _ centre: Int) {
    let from = centre + analysis.short / 2 - analysis.middle
    guard history.prepare(from..<from + analysis.middle) else { return }
    let fit = analysis.fit(
      history, from: from, window: analysis.middleWindow, run.fit.omegaLow, run.fit.omegaHigh)
    let start = ToneEdge.start(fit, in: &history, reach: samples(0.06), bridge: samples(0.012))
    guard hole(from: run.end, to: start) < AcceptanceLimits.pause else { return }
    run.resume(fit)
    run.lastPresent = centre
  }

  /// Closes the run: a digit if it was long enough.
  mutating func endRun() {
    guard var ended = run else { return }
    run = nil
    if !ended.isAbsent {
      ended.end = edge(
        after: ended, until: min(history.end - history.lookAhead, ended.lastPresent + samples(0.05))
      )
    }
    let range = ended.start..<max(ended.start, ended.end)
    let length = Double(range.count) / sampleRate
    if length < AcceptanceLimits.tone {
      report(
        Objection(rule: .tooShort, measured: length * 1000, limit: AcceptanceLimits.tone * 1000),
        digit: ended.digit, range)
      return
    }
    ended.objection = ended.objection ?? oneAlone(around: ended.end + samples(0.009), ended)
    if let objection = ended.objection ?? review(&ended, range) {
      report(objection, digit: ended.digit, range)
      return
    }
    let deviations = ended.deviations(analysis)
    digits.append(
      DetectedDigit(
        digit: DTMF.digit(at: ended.digit), start: frame(at: range.lowerBound),
        end: frame(at: range.upperBound),
        levelLow: AcceptanceLimits.dBm0(power: ended.sumLowPower / ended.weight),
        levelHigh: AcceptanceLimits.dBm0(power: ended.sumHighPower / ended.weight),
        errorLow: deviations.low, errorHigh: deviations.high))
  }

  /// Judges the frequencies of the whole tone, measured once more just inside of its edges.
  private mutating func review(_ run: inout ToneRun, _ range: Range<Int>) -> Objection? {
    let (low, high) = (run.digit / 4, run.digit % 4)
    let margin = samples(0.002)
    var previous: PairFit?
    for start in [
      range.lowerBound + margin, range.upperBound - margin - analysis.long,
    ] {
      let stretch = max(start, range.lowerBound)..<max(start, range.lowerBound) + analysis.long
      guard history.unknownCount(in: stretch, margin: history.lookAhead) == 0,
        history.prepare(stretch)
      else { continue }
      let tones = analysis.frequencies(history, from: stretch.lowerBound, low: low, high: high)
      let fit = analysis.fit(
        history, from: stretch.lowerBound, window: analysis.longWindow, tones.low, tones.high)
      // A hole or a voice here would mislead.
      guard fit.residual < AcceptanceLimits.noise * fit.power,
        fit.lowPower > 0.4 * run.lowReference, fit.highPower > 0.4 * run.highReference
      else { continue }
      run.add(fit)
      if let previous {
        let limit = AcceptanceLimits.chirp
        let change = max(
          abs(fit.omegaLow / previous.omegaLow - 1), abs(fit.omegaHigh / previous.omegaHigh - 1))
        if change * 100 > limit {
          return Objection(rule: .drift, measured: change * 100, limit: limit)
        }
      }
      previous = fit
    }
    let deviations = run.deviations(analysis)
    let deviation =
      abs(deviations.low) > abs(deviations.high) ? deviations.low : deviations.high
    let limit = AcceptanceLimits.deviation(impurity: run.meanImpurity)
    if abs(deviation) > limit {
      return Objection(rule: .frequencyDeviation, measured: deviation, limit: limit)
    }
    if run.digit == AcceptanceLimits.multifrequencyDigit {
      let distance = max(abs(deviations.low - 0.430), abs(deviations.high - 1.557))
      if distance < AcceptanceLimits.multifrequency {
        return Objection(
          rule: .multifrequency, measured: distance, limit: AcceptanceLimits.multifrequency)
      }
    }
    return nil
  }

  /// Objects where 8 ms hold one of the tones without the other.
  ///
  /// A key starts and stops both at once; the notes of a chord come and go each for itself.
  mutating func oneAlone(around centre: Int, _ run: ToneRun) -> Objection? {
    let start = centre - analysis.short / 2
    let stretch = start..<start + analysis.short
    guard history.unknownCount(in: stretch, margin: history.lookAhead) == 0,
      history.prepare(stretch)
    else { return nil }
    let fit = analysis.fit(
      history, from: start, window: analysis.shortWindow, run.fit.omegaLow, run.fit.omegaHigh)
    let low = fit.lowPower / run.lowReference, high = fit.highPower / run.highReference
    let limit = AcceptanceLimits.alone
    guard max(low, high) > limit, min(low, high) < limit / 5 else { return nil }
    return Objection(rule: .notTogether, measured: Double(max(low, high)), limit: Double(limit))
  }
}
