package import Audio
import Glibc

/// A sine whose frequency runs from one end of a range to the other.
package struct Sweep: Sendable {
  /// How the frequency runs.
  package enum Course: String, CaseIterable, Sendable {
    /// The same number of hertz in every second.
    case linear
    /// The same number of octaves in every second.
    case logarithmic = "log"
  }

  /// Hz at the start and at the end; the one at the end may be the lower one.
  package let start: Double
  package let end: Double
  package let course: Course
  package let level: Level

  package init(from start: Double, to end: Double, course: Course, level: Level) {
    self.start = start
    self.end = end
    self.course = course
    self.level = level
  }

  /// Renders it over that many samples, in 16-bit sample units.
  package func samples(_ frames: Int, sampleRate: Int) -> [Float] {
    let rate = Double(sampleRate)
    let length = Double(frames) / rate
    let edge = min(ToneSum.ramp * rate, Double(frames) / 2)
    let ratio = log(end / start)
    var samples = [Float](repeating: 0, count: frames)
    for frame in 0..<frames {
      let time = Double(frame) / rate
      let turns =
        course == .linear || abs(ratio) < 1e-9
        ? start * time + (end - start) * time * time / (2 * length)
        : start * length / ratio * (exp(ratio * time / length) - 1)
      var value = level.sineAmplitude * sin(2 * .pi * (turns - turns.rounded(.down)))
      let distance = min(Double(frame) + 0.5, Double(frames - frame) - 0.5)
      if distance < edge { value *= 0.5 - 0.5 * cos(.pi * distance / edge) }
      samples[frame] = Float(value)
    }
    return samples
  }
}
