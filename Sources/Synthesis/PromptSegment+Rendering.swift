internal import Audio
internal import Glibc
internal import Tones

extension PromptSegment {
  /// Renders the segment in 16-bit sample units; `usualLevel` counts where it has none of its own,
  /// and `number`, its place in the prompt, seeds its noise.
  package func render(
    sampleRate: Int, usualLevel: Double?, number: Int
  ) throws(SynthesisError) -> [Float] {
    var samples = try body(sampleRate: sampleRate, usualLevel: usualLevel, number: number)
    fade(&samples, Int(fadeIn * Double(sampleRate)), isEnd: false)
    fade(&samples, Int(fadeOut * Double(sampleRate)), isEnd: true)
    return samples
  }

  private func body(
    sampleRate: Int, usualLevel: Double?, number: Int
  ) throws(SynthesisError) -> [Float] {
    let frames = Int(((duration ?? 0) * Double(sampleRate)).rounded())
    let level = level ?? usualLevel
    switch content {
    case .silence: return [Float](repeating: 0, count: frames)
    case .digits(let digits, let on, let off, let twist):
      let tone = DTMFBurst(level: level ?? DTMF.usualLevel, twist: twist)
      try check(tone.sines(.d).map(\.peak).reduce(0, +), at: tone.low, highest: 1633, sampleRate)
      var samples = [Float](repeating: 0, count: frames)
      for (index, digit) in digits.enumerated() {
        let start = Double(index) * (on + off)
        let from = Int((start * Double(sampleRate)).rounded())
        let to = min(frames, Int(((start + on) * Double(sampleRate)).rounded()))
        ToneSum(tone.sines(digit)).add(to: &samples, from..<max(from, to), sampleRate: sampleRate)
      }
      return samples
    case .tones(let frequencies):
      let level = Level(dBm0: level ?? -19)
      let sum = ToneSum(frequencies.map { ToneSum.Sine($0, level) })
      try check(
        sum.sines.map(\.peak).reduce(0, +), at: level.dBm0, highest: frequencies.max() ?? 0,
        sampleRate)
      var samples = [Float](repeating: 0, count: frames)
      sum.add(to: &samples, 0..<frames, sampleRate: sampleRate)
      return samples
    case .callProgress(let cadence):
      let level = Level(dBm0: level ?? -19)
      try check(
        cadence.peakFactor * level.sineAmplitude, at: level.dBm0,
        highest: cadence.highestFrequency, sampleRate)
      return cadence.samples(frames, level: level, sampleRate: sampleRate)
    case .line(let signal):
      let level = Level(dBm0: level ?? signal.usualLevel)
      try check(
        signal.peakFactor * level.sineAmplitude, at: level.dBm0, highest: signal.highestFrequency,
        sampleRate)
      return signal.samples(frames, level: level, sampleRate: sampleRate)
    case .noise(let noise):
      let level = Level(dBm0: level ?? -40)
      let samples = noise.samples(
        frames, level: level, sampleRate: sampleRate, seed: UInt64(number))
      try check(Double(samples.reduce(0) { max($0, $1.magnitude) }), at: level.dBm0)
      return samples
    case .sweep(let from, let to, let course):
      let level = Level(dBm0: level ?? -19)
      try check(level.sineAmplitude, at: level.dBm0, highest: max(from, to), sampleRate)
      return Sweep(from: from, to: to, course: course, level: level)
        .samples(frames, sampleRate: sampleRate)
    case .file(let path, let from, let gain):
      return try file(path, from: from, gain: gain, sampleRate: sampleRate)
    }
  }

  /// Refuses what a 16-bit sample cannot hold.
  private func check(_ peak: Double, at level: Double) throws(SynthesisError) {
    // Level and peak are rounded differently: half a unit is no overload.
    guard peak > 32_767.5 else { return }
    let highest = ((level + 20 * log10(32_767 / peak)) * 100).rounded(.down) / 100
    throw .argument(
      "'\(text)': a level of \(Quantity.text(level)) dBm0 overloads; at most "
        + "\(Quantity.text(highest)) here (a full-scale sine has +3.14 dBm0)")
  }

  private func check(
    _ peak: Double, at level: Double, highest: Double, _ sampleRate: Int
  ) throws(SynthesisError) {
    guard 2 * highest < Double(sampleRate) else {
      throw .argument(
        "'\(text)': \(Quantity.text(highest)) Hz needs a rate above "
          + "\(Quantity.text(2 * highest)) Hz; this one has \(sampleRate)")
    }
    try check(peak, at: level)
  }

  private func file(
    _ path: String, from: Double, gain: Double, sampleRate: Int
  ) throws(SynthesisError) -> [Float] {
    let audio = try AudioFile.mono(
      path, sampleRate: sampleRate, until: duration.map { from + $0 })
    let start = Int((from * Double(sampleRate)).rounded())
    guard start < audio.count || audio.isEmpty else {
      throw .argument(
        "'\(text)': from= is behind the end of the file, which lasts "
          + "\(Quantity.text(Double(audio.count) / Double(sampleRate))) s")
    }
    var end = audio.count
    if let duration {
      end = min(end, start + Int((duration * Double(sampleRate)).rounded()))
    }
    let factor = Float(pow(10, gain / 20))
    let samples = audio[min(start, end)..<end].map { Float($0) * factor }
    let peak = samples.reduce(0) { max($0, $1.magnitude) }
    guard peak <= 32_768.5 else {
      throw .argument(
        "'\(text)': gain= overloads; at most "
          + "\(Quantity.text(((gain + 20 * log10(32_767 / Double(peak))) * 100).rounded(.down) / 100))"
          + " dB here")
    }
    return samples
  }

  private func fade(_ samples: inout [Float], _ frames: Int, isEnd: Bool) {
    let frames = min(frames, samples.count)
    for frame in 0..<frames {
      let gain = Float(0.5 - 0.5 * cos(.pi * (Double(frame) + 0.5) / Double(frames)))
      samples[isEnd ? samples.count - 1 - frame : frame] *= gain
    }
  }
}
