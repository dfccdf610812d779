/// Where a tone begins or ends: the most likely place of a step, given the tone.
///
/// With the tone's model m known, the samples x on one side of a step are best explained by m, on
/// the other by nothing; the step is where the sum of x² − (x − m)² from inside is greatest. For a
/// ramp this is the point of half the amplitude, −6 dB.
enum ToneEdge {
  /// The first frame of the tone, searched backwards from the middle of `fit`.
  static func start(_ fit: PairFit, in history: inout ToneHistory, reach: Int, bridge: Int) -> Int {
    search(fit, in: &history, direction: -1, count: reach, bridge: bridge)
  }

  /// The frame after the tone's last, searched forwards from the middle of `fit`.
  static func end(_ fit: PairFit, in history: inout ToneHistory, until bound: Int, bridge: Int)
    -> Int
  {
    search(fit, in: &history, direction: 1, count: max(0, bound - fit.centre), bridge: bridge)
  }

  /// Steps at which the next stretch of audio is filtered.
  private static let stride = 96

  /// Goes at most `count` frames, and no further than the power of `bridge` frames past the edge.
  private static func search(
    _ fit: PairFit, in history: inout ToneHistory, direction: Int, count: Int, bridge: Int
  ) -> Int {
    let first = direction > 0 ? fit.centre : fit.centre - 1
    var oscillator = PairOscillator(
      fit.omegaLow, fit.omegaHigh, at: direction > 0 ? 0 : -1, direction: Double(direction))
    let tolerance = (fit.lowPower + fit.highPower) * Float(bridge)
    var sum: Float = 0, best: Float = 0
    var edge = fit.centre
    var done = 0
    while done < count {
      let part = min(stride, count - done)
      let nearest = first + direction * done
      let stretch = direction > 0 ? nearest..<nearest + part : nearest + 1 - part..<nearest + 1
      guard history.prepare(stretch) else { break }
      let known = history.unknownCount(in: stretch) == 0
      for step in 0..<part {
        let position = nearest + direction * step
        let m = (oscillator.value * fit.amplitudes).sum()
        if known || history.unknownCount(in: position..<position + 1) == 0 {
          sum += m * (2 * history.filtered[position - history.base] - m)
        }
        if sum > best {
          best = sum
          edge = direction > 0 ? position + 1 : position
        } else if sum < best - tolerance {
          return edge
        }
        oscillator.advance()
      }
      done += part
    }
    return edge
  }
}
