package import Audio

/// Signals that are the same in every country: of fax machines, modems and test equipment.
package enum LineSignal: String, CaseIterable, Sendable {
  /// The calling tone of a fax machine: 1100 Hz, 0.5 s in every 3.5 s (ITU-T T.30, section 4.1).
  case cng
  /// The answer tone of a fax machine: 2100 Hz for 3.3 s (ITU-T T.30, section 4.1).
  case ced
  /// The answer tone of a modem: 2100 Hz, its amplitude swinging by 20 % at 15 Hz, its phase
  /// reversed every 450 ms (ITU-T V.8, section 3.1).
  case ansam
  /// The special information tone: 950, 1400 and 1800 Hz for 0.33 s each, then a pause of 1 s
  /// (ITU-T E.180, section 8).
  case sit
  /// The digital milliwatt: 1 kHz at 0 dBm0, at 8 kHz the very codes of ITU-T G.711, tables 5 and 6.
  case milliwatt

  /// dBm0, where nothing else is asked for.
  package var usualLevel: Double {
    switch self {
    case .cng, .ced, .ansam: -12
    case .sit: -19
    case .milliwatt: 0
    }
  }

  /// Seconds, where nothing else is asked for.
  package var usualDuration: Double {
    switch self {
    case .cng: 7
    case .ced: 3.3
    case .ansam: 3.5
    case .sit: 1.99
    case .milliwatt: 5
    }
  }

  /// Hz.
  package var highestFrequency: Double {
    switch self {
    case .cng: 1100
    case .ced, .ansam: 2100
    case .sit: 1800
    case .milliwatt: 1000
    }
  }

  /// How far the highest peak is above that of a steady sine of the same level.
  package var peakFactor: Double { self == .ansam ? 1 + Self.swing : 1 }

  private static let swing = 0.2

  /// Renders it from its start.
  package func samples(_ frames: Int, level: Level, sampleRate: Int) -> [Float] {
    switch self {
    case .cng:
      return Cadence("1100/500,0/3000")?
        .samples(frames, level: level, sampleRate: sampleRate) ?? []
    case .sit:
      return Cadence("950/330,1400/330,1800/330,0/1000")?
        .samples(frames, level: level, sampleRate: sampleRate) ?? []
    case .ced: return steady(ToneSum([.init(2100, level)]), frames, sampleRate)
    case .ansam:
      let sine = ToneSum.Sine(
        2100, level, modulation: 15, depth: Self.swing, reversal: 0.45)
      return steady(ToneSum([sine]), frames, sampleRate)
    case .milliwatt:
      let sine = ToneSum.Sine(1000, level, phase: .pi / 8)
      return steady(ToneSum([sine], ramp: 0), frames, sampleRate)
    }
  }

  private func steady(_ sum: ToneSum, _ frames: Int, _ sampleRate: Int) -> [Float] {
    var samples = [Float](repeating: 0, count: frames)
    sum.add(to: &samples, 0..<frames, sampleRate: sampleRate)
    return samples
  }
}
