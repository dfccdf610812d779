package import Audio
import Glibc

/// Sines that sound together, each at its own level, without a click at the ends.
package struct ToneSum: Sendable {
  /// One sine.
  package struct Sine: Sendable {
    /// Hz.
    package let frequency: Double
    package let level: Level
    /// Where it starts, in radians.
    package let phase: Double
    /// Hz at which its amplitude swings; 0 for a steady tone.
    package let modulation: Double
    /// The swing's share of the amplitude, 0 to 1.
    package let depth: Double
    /// Seconds after which the phase is reversed again and again, as V.8's ANSam does; 0 for never.
    package let reversal: Double

    package init(
      _ frequency: Double, _ level: Level, phase: Double = 0, modulation: Double = 0,
      depth: Double = 0, reversal: Double = 0
    ) {
      self.frequency = frequency
      self.level = level
      self.phase = phase
      self.modulation = modulation
      self.depth = depth
      self.reversal = reversal
    }

    /// The highest peak, in 16-bit sample units.
    package var peak: Double { level.sineAmplitude * (1 + depth) }
  }

  package let sines: [Sine]
  /// Rise and fall at the ends, s.
  package let ramp: Double

  /// The rise and fall of signals: short against the 40 ms of ITU-T Q.24, too long for a click.
  package static let ramp = 0.002

  package init(_ sines: [Sine], ramp: Double = Self.ramp) {
    self.sines = sines
    self.ramp = ramp
  }

  /// Adds the tones to `samples`, in 16-bit sample units, over `range`.
  package func add(to samples: inout [Float], _ range: Range<Int>, sampleRate: Int) {
    let rate = Double(sampleRate)
    let edge = min(ramp * rate, Double(range.count) / 2)
    for sine in sines {
      let amplitude = sine.level.sineAmplitude
      let step = 2 * .pi * sine.frequency / rate
      let swing = 2 * .pi * sine.modulation / rate
      for (frame, index) in range.enumerated() {
        let time = Double(frame)
        var value = amplitude * sin(step * time + sine.phase)
        if sine.depth > 0 { value *= 1 + sine.depth * sin(swing * time) }
        if sine.reversal > 0, Int(time / rate / sine.reversal) % 2 == 1 { value = -value }
        let distance = min(time + 0.5, Double(range.count - frame) - 0.5)
        if distance < edge { value *= 0.5 - 0.5 * cos(.pi * distance / edge) }
        samples[index] += Float(value)
      }
    }
  }
}
