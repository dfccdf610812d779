package import Audio
import Glibc

/// A digit's two tones, sample by sample, from any point in time: phase runs on over every cut.
package struct DTMFTone: Sendable {
  private let low: Double
  private let high: Double
  private let amplitude: Double
  private let sampleRate: Double

  /// Rise and fall of the envelope, s: short against the 40 ms of ITU-T Q.24, long enough that no
  /// click is heard.
  private static let ramp = 0.002

  /// Makes the tones of `digit`; `amplitude` is the peak of each in sample units.
  ///
  /// Nil where the rate cannot carry the frequencies.
  package init?(_ digit: DTMFDigit, amplitude: Double, sampleRate: Int) {
    guard sampleRate >= 4000 else { return nil }
    let pair = DTMF.frequencies(of: digit)
    low = 2 * .pi * pair.low / Double(sampleRate)
    high = 2 * .pi * pair.high / Double(sampleRate)
    self.amplitude = amplitude
    self.sampleRate = Double(sampleRate)
  }

  /// The sample at `frame` frames after the start of a tone of `length` frames; with
  /// `fades` it ends in a ramp.
  package func sample(at frame: Int64, of length: Int64, fades: Bool) -> Double {
    let edge = Self.ramp * sampleRate
    var gain = min(1, (Double(frame) + 1) / edge)
    if fades { gain = min(gain, Double(length - frame) / edge) }
    let shape = 0.5 - 0.5 * cos(.pi * max(0, gain))
    return amplitude * shape * (sin(low * Double(frame)) + sin(high * Double(frame)))
  }
}
