package import Audio
internal import Glibc

/// Tones and pauses in turn, as exchanges send them.
package struct Cadence: Sendable, Equatable {
  /// Tones that sound together for a while, or a pause.
  package struct Step: Sendable, Equatable {
    /// Hz; empty in a pause.
    package let frequencies: [Double]
    /// Hz that the tone's amplitude swings with; 0 for a steady tone.
    package let modulation: Double
    /// dB by which it is louder than the cadence's level.
    package let gain: Double
    /// Seconds; nil where it lasts for ever.
    package let duration: Double?
  }

  package let steps: [Step]
  /// Whether it begins again after its last step.
  package let repeats: Bool

  /// The swing of a modulated tone's amplitude: the 90 % that Asterisk uses.
  static let depth = 0.9

  package init(_ steps: [Step], repeats: Bool = true) {
    self.steps = steps
    self.repeats = repeats
  }

  /// Reads the notation of Asterisk's indications.conf, without its "!": `480+620/500,0/500`.
  ///
  /// Milliseconds follow a slash, `+` joins tones, `*` modulates; `@-10`, which Asterisk has not, is
  /// weaker by 10 dB. Nil for anything else.
  package init?(_ text: String, repeats: Bool = true) {
    var steps: [Step] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let halves = part.split(separator: "/", omittingEmptySubsequences: false)
      guard (1...2).contains(halves.count) else { return nil }
      let duration = halves.count == 2 ? Double(halves[1]) : nil
      guard halves.count == 1 || duration ?? 0 > 0 else { return nil }
      let leveled = halves[0].split(separator: "@", omittingEmptySubsequences: false)
      guard (1...2).contains(leveled.count), let gain = leveled.count == 2 ? Double(leveled[1]) : 0
      else { return nil }
      let modulated = leveled[0].split(separator: "*", omittingEmptySubsequences: false)
      guard let modulation = modulated.count == 2 ? Double(modulated[1]) : 0,
        (1...2).contains(modulated.count)
      else { return nil }
      let names = modulated[0].split(separator: "+", omittingEmptySubsequences: false)
      let frequencies = names.compactMap { Double($0) }
      guard frequencies.count == names.count else { return nil }
      steps.append(
        Step(
          frequencies: frequencies == [0] ? [] : frequencies, modulation: modulation,
          gain: gain, duration: duration.map { $0 / 1000 }))
    }
    self.init(steps, repeats: repeats)
  }

  /// Seconds from its start to its end or first repetition; nil where it lasts for ever.
  package var period: Double? {
    steps.reduce(Double?.some(0)) { sum, step in sum.flatMap { s in step.duration.map { s + $0 } } }
  }

  /// The highest frequency, Hz.
  package var highestFrequency: Double { steps.flatMap(\.frequencies).max() ?? 0 }

  /// How far the highest peak can be above that of one steady tone of the cadence's level.
  package var peakFactor: Double {
    steps.map {
      Double($0.frequencies.count) * ($0.modulation > 0 ? 1 + Self.depth : 1)
        * pow(10, $0.gain / 20)
    }.max() ?? 0
  }

  /// Renders it from its start, each tone at `level`.
  package func samples(_ frames: Int, level: Level, sampleRate: Int) -> [Float] {
    var samples = [Float](repeating: 0, count: frames)
    // Ends are counted in seconds, so that rounding never adds up.
    var time = 0.0
    var start = 0
    while start < frames {
      let before = start
      for step in steps {
        time += step.duration ?? .infinity
        let end = time.isFinite ? min(frames, Int((time * Double(sampleRate)).rounded())) : frames
        guard start < end else { continue }
        let sines = step.frequencies.map {
          ToneSum.Sine(
            $0, Level(dBm0: level.dBm0 + step.gain), modulation: step.modulation,
            depth: step.modulation > 0 ? Self.depth : 0)
        }
        ToneSum(sines).add(to: &samples, start..<end, sampleRate: sampleRate)
        start = end
      }
      guard repeats, start > before else { break }
    }
    return samples
  }
}
