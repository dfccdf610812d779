package import Audio
import Glibc

/// Tells whether a short window of audio is mostly a digit's two tones: two Goertzel filters.
///
/// It says what is there already before a digit is mixed in; `DTMFDetector` judges digits.
package struct TonePresence: Sendable {
  private let low: Double
  private let high: Double

  /// Shares of the power: of each tone, and of both.
  ///
  /// A tone that begins in mid-window has half of its share.
  private static let (eachShare, bothShares) = (0.05, 0.4)
  /// dBm0 below which nothing is held.
  private static let quietest = -40.0

  /// Frames of a window, 20 ms.
  package static func window(sampleRate: Int) -> Int { max(1, sampleRate / 50) }

  /// Nil where the rate cannot carry the digit's frequencies.
  package init?(_ digit: DTMFDigit, sampleRate: Int) {
    guard sampleRate >= 4000 else { return nil }
    let pair = DTMF.frequencies(of: digit)
    low = 2 * cos(2 * .pi * pair.low / Double(sampleRate))
    high = 2 * cos(2 * .pi * pair.high / Double(sampleRate))
  }

  /// Whether the first channel of interleaved samples holds the tones.
  package func isHeld(in samples: Span<Int16>, channels: Int) -> Bool {
    let count = samples.count / max(1, channels)
    guard count > 0 else { return false }
    var energy = 0.0
    var (low1, low2, high1, high2) = (0.0, 0.0, 0.0, 0.0)
    for frame in 0..<count {
      let sample = Double(samples[frame * channels])
      energy += sample * sample
      (low1, low2) = (sample + low * low1 - low2, low1)
      (high1, high2) = (sample + high * high1 - high2, high1)
    }
    let quietest = Level(dBm0: Self.quietest).sineAmplitude
    guard energy > quietest * quietest * Double(count) else { return false }
    let scale = 2 / (Double(count) * energy)
    let lowShare = (low1 * low1 + low2 * low2 - low * low1 * low2) * scale
    let highShare = (high1 * high1 + high2 * high2 - high * high1 * high2) * scale
    return lowShare >= Self.eachShare && highShare >= Self.eachShare
      && lowShare + highShare >= Self.bothShares
  }
}
