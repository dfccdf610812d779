internal import Glibc

/// Audio to be made: segments in order, and segments laid over them.
package struct Prompt: Sendable {
  /// A segment laid over what is there, from a time in seconds.
  package struct Overlay: Sendable {
    package let segment: PromptSegment
    package let time: Double

    /// Reads `SEGMENT@2.5s`.
    package init(parsing text: String) throws(SynthesisError) {
      guard let at = text.lastIndex(of: "@"),
        let time = Quantity.seconds(text[text.index(after: at)...]), time <= PromptSegment.longest
      else {
        throw .argument("--mix takes SEGMENT@TIME, such as file:hello.wav@2.5s, not '\(text)'")
      }
      segment = try PromptSegment(parsing: String(text[..<at]))
      self.time = time
    }
  }

  package var segments: [PromptSegment]
  package var overlays: [Overlay]
  /// dB by which that is lowered which an overlay lies on.
  package var duck: Double
  /// dBm0 of segments without a level of their own; nil for what is usual for each.
  package var level: Double?

  package init(
    _ segments: [PromptSegment], overlays: [Overlay] = [], duck: Double = 0, level: Double? = nil
  ) {
    self.segments = segments
    self.overlays = overlays
    self.duck = duck
    self.level = level
  }

  /// Seconds in which a ducked stretch sinks before an overlay and comes back behind it.
  private static let duckRamp = 0.02

  /// Renders the prompt as 16-bit samples; the same prompt gives the same samples.
  package func render(sampleRate: Int) throws(SynthesisError) -> [Int16] {
    var canvas: [Float] = []
    let longest = Int(PromptSegment.longest) * sampleRate
    for (number, segment) in segments.enumerated() {
      let rendered = try segment.render(
        sampleRate: sampleRate, usualLevel: level, number: number + 1)
      if canvas.isEmpty { canvas = rendered } else { canvas += rendered }
      guard canvas.count <= longest else { throw .argument("the prompt is longer than an hour") }
    }
    var layers: [(start: Int, samples: [Float])] = []
    for (number, overlay) in overlays.enumerated() {
      let samples = try overlay.segment.render(
        sampleRate: sampleRate, usualLevel: level, number: segments.count + number + 1)
      layers.append((Int((overlay.time * Double(sampleRate)).rounded()), samples))
    }
    duck(&canvas, under: layers.map { $0.start..<$0.start + $0.samples.count }, sampleRate)
    for layer in layers {
      let end = layer.start + layer.samples.count
      if end > canvas.count {
        canvas += [Float](repeating: 0, count: end - canvas.count)
      }
      for (index, sample) in layer.samples.enumerated() { canvas[layer.start + index] += sample }
    }
    return try round(canvas, sampleRate)
  }

  private func duck(_ canvas: inout [Float], under ranges: [Range<Int>], _ sampleRate: Int) {
    let ramp = Int(Self.duckRamp * Double(sampleRate))
    var merged: [Range<Int>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = merged.last, range.lowerBound - last.upperBound < 2 * ramp {
        merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    for range in merged {
      let from = max(0, range.lowerBound - ramp)
      let to = min(canvas.count, range.upperBound + ramp)
      guard from < to else { continue }
      for index in from..<to {
        let outside = max(range.lowerBound - index, index - range.upperBound + 1, 0)
        let share = 1 - Double(outside) / Double(ramp + 1)
        canvas[index] *= Float(pow(10, duck * share / 20))
      }
    }
  }

  private func round(_ canvas: [Float], _ sampleRate: Int) throws(SynthesisError) -> [Int16] {
    var samples = [Int16](repeating: 0, count: canvas.count)
    var peak: Float = 0
    var place = 0
    for index in canvas.indices {
      if canvas[index].magnitude > peak {
        peak = canvas[index].magnitude
        place = index
      }
      samples[index] = Int16(max(-32_768, min(32_767, canvas[index].rounded())))
    }
    guard peak <= 32_768.5 else {
      throw .argument(
        "what is laid over each other overloads by "
          + "\(Quantity.text(20 * log10(Double(peak) / 32_767) + 0.005)) dB at "
          + "\(Quantity.text(Double(place) / Double(sampleRate))) s; lower a level, or pass --duck")
    }
    return samples
  }
}
