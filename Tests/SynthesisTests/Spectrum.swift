import Foundation

/// Power at single frequencies, by the definition of the Fourier transform.
struct Spectrum {
  let samples: ArraySlice<Int16>
  let sampleRate: Int

  init(_ samples: ArraySlice<Int16>, _ sampleRate: Int) {
    self.samples = samples
    self.sampleRate = sampleRate
  }

  /// dBm0 of the sine at that frequency, by a Hann window whose gain is taken out; a full-scale sine
  /// has +3.14 dBm0.
  func level(at frequency: Double) -> Double {
    var (real, imaginary, weight) = (0.0, 0.0, 0.0)
    for (index, sample) in samples.enumerated() {
      let window = 0.5 - 0.5 * cos(2 * .pi * (Double(index) + 0.5) / Double(samples.count))
      let angle = 2 * .pi * frequency * Double(index) / Double(sampleRate)
      real += window * Double(sample) * cos(angle)
      imaginary += window * Double(sample) * sin(angle)
      weight += window
    }
    let amplitude = 2 * (real * real + imaginary * imaginary).squareRoot() / weight
    return 20 * log10(max(amplitude, 1e-6) / 32_767) + 3.14
  }

  /// dBm0 of all there is: twice the mean square is that of a sine.
  var level: Double {
    let power = samples.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(samples.count)
    return 10 * log10(max(2 * power, 1e-9) / (32_767 * 32_767)) + 3.14
  }
}
