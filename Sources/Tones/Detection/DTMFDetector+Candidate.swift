/// Sounds that resemble a digit, up to the judgement.
struct Candidate {
  var digit: Int
  var start: Int
  var end: Int
  /// Of the purest stretch judged so far.
  var objection: Objection?
  var impurity = Float.infinity
}

extension DTMFDetector {
  /// Judges the last 32 ms as the digit that was sighted; a digit found begins a run.
  mutating func consider(until now: Int) {
    guard let digit = sightings.digit else { return }
    let end = now - history.lookAhead
    let start = end - analysis.long
    let (low, high) = (digit / 4, digit % 4)
    if let run, start < run.end { return }
    guard history.unknownCount(in: start..<end, margin: history.lookAhead) == 0,
      history.prepare(start..<end)
    else { return }
    let judgement = analysis.judge(history, from: start, low: low, high: high, thoroughly: explains)
    if explains { note(judgement, digit: digit, start..<end) }
    guard judgement.objection == nil else { return }
    candidate = nil
    let first = ToneEdge.start(
      judgement.fit, in: &history, reach: reach, bridge: samples(0.022))
    if var ended = run {
      if digit == ended.digit, hole(from: ended.end, to: first) < AcceptanceLimits.pause {
        ended.resume(judgement.fit)
        run = ended
        return
      }
      endRun()
    }
    var begun = ToneRun(digit: digit, start: first, fit: judgement.fit, analysis: analysis)
    begun.objection = oneAlone(around: first - samples(0.009), begun)
    run = begun
  }

  /// Keeps what the purest stretch was turned down for.
  private mutating func note(_ judgement: Judgement, digit: Int, _ range: Range<Int>) {
    if candidate?.digit != digit {
      dismiss()
      candidate = Candidate(digit: digit, start: range.lowerBound, end: range.upperBound)
    }
    candidate?.end = range.upperBound
    guard let objection = judgement.objection else { return }
    let impurity = judgement.fit.residual / max(judgement.fit.power, .leastNormalMagnitude)
    if let candidate, impurity < candidate.impurity {
      self.candidate?.impurity = impurity
      self.candidate?.objection = objection
      // What is short is impure in 32 ms: its length is the better reason.
      if objection.rule == .impure || objection.rule == .drift {
        let fit = analysis.fit(
          history, from: range.lowerBound + analysis.middle / 2, window: analysis.middleWindow,
          judgement.fit.omegaLow, judgement.fit.omegaHigh)
        let start = ToneEdge.start(fit, in: &history, reach: analysis.long, bridge: samples(0.01))
        let end = ToneEdge.end(fit, in: &history, until: range.upperBound, bridge: samples(0.01))
        let length = Double(end - start) / sampleRate
        if length < AcceptanceLimits.tone, fit.residual < AcceptanceLimits.impurity * fit.power {
          self.candidate?.objection = Objection(
            rule: .tooShort, measured: length * 1000, limit: AcceptanceLimits.tone * 1000)
          self.candidate?.start = start
          self.candidate?.end = end
        }
      }
    }
  }

  /// Lets go of a candidate that came to nothing.
  mutating func dismiss() {
    guard let candidate else { return }
    self.candidate = nil
    guard explains, let objection = candidate.objection else { return }
    report(objection, digit: candidate.digit, candidate.start..<candidate.end)
  }

  mutating func report(_ objection: Objection, digit: Int, _ range: Range<Int>) {
    guard explains else { return }
    if nearMisses.count >= 10_000 {
      nearMisses.removeFirst(5000)
      droppedNearMisses += 5000
    }
    nearMisses.append(
      NearMiss(
        digit: DTMF.digit(at: digit), start: frame(at: range.lowerBound),
        end: frame(at: range.upperBound), rule: objection.rule, measured: objection.measured,
        limit: objection.limit))
  }

  func samples(_ seconds: Double) -> Int { Int((seconds * sampleRate).rounded()) }

  /// How far before the middle of a stretch that passed its tone may have begun.
  private var reach: Int { samples(0.15) }

  /// Seconds of known silence between two positions.
  func hole(from end: Int, to start: Int) -> Double {
    guard start > end else { return 0 }
    return Double(start - end - history.unknownCount(in: end..<start)) / sampleRate
  }
}
