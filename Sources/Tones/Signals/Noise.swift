package import Audio

/// Noise of a given spectrum and level, the same for the same seed.
package enum Noise: String, CaseIterable, Sendable {
  /// The same power in every hertz.
  case white
  /// The same power in every octave: -3 dB an octave.
  case pink
  /// The long-term spectrum of speech: flat from 100 Hz to 500 Hz, then -12 dB an octave.
  case speech

  /// Renders noise whose root mean square over all the samples has exactly that `level`, a power in
  /// dBm0 like that of a sine.
  package func samples(_ frames: Int, level: Level, sampleRate: Int, seed: UInt64) -> [Float] {
    var random = RandomSource(seed: seed)
    var shape = NoiseShape(self, sampleRate: Double(sampleRate))
    // What the filters need to settle.
    for _ in 0..<min(4 * sampleRate, 40_000) { _ = shape.next(random.normal()) }
    var samples = [Float](repeating: 0, count: frames)
    var power = 0.0
    for index in 0..<frames {
      let sample = shape.next(random.normal())
      samples[index] = Float(sample)
      power += sample * sample
    }
    guard power > 0 else { return samples }
    let gain = Float(level.sineAmplitude / (2 * power / Double(frames)).squareRoot())
    for index in 0..<frames { samples[index] *= gain }
    return samples
  }
}

/// Filters that give white noise its colour.
private struct NoiseShape {
  private let noise: Noise
  private let lowPass: Double
  private let highPass: Double
  private var pink = PinkFilter()
  private var stages = (0.0, 0.0, 0.0)

  init(_ noise: Noise, sampleRate: Double) {
    self.noise = noise
    lowPass = 2 * .pi * 500 / (2 * .pi * 500 + sampleRate)
    highPass = 2 * .pi * 100 / (2 * .pi * 100 + sampleRate)
  }

  mutating func next(_ white: Double) -> Double {
    switch noise {
    case .white: return white
    case .pink: return pink.next(white)
    case .speech:
      stages.0 += lowPass * (white - stages.0)
      stages.1 += lowPass * (stages.0 - stages.1)
      stages.2 += highPass * (stages.1 - stages.2)
      return stages.1 - stages.2
    }
  }
}

/// Pink noise from white by a sum of first-order sections (Paul Kellet's, within 0.05 dB of -3 dB an
/// octave over nine octaves below the Nyquist frequency).
private struct PinkFilter {
  private static let poles = [0.99886, 0.99332, 0.96900, 0.86650, 0.55000, -0.7616]
  private static let gains = [0.0555179, 0.0750759, 0.1538520, 0.3104856, 0.5329522, -0.0168980]
  private var state = [Double](repeating: 0, count: 6)
  private var last = 0.0

  mutating func next(_ white: Double) -> Double {
    var sum = last + white * 0.5362
    for index in state.indices {
      state[index] = Self.poles[index] * state[index] + white * Self.gains[index]
      sum += state[index]
    }
    last = white * 0.115926
    return sum
  }
}
