import Foundation

/// The peak of the sine of `frequency` in `samples`, by a plain Fourier sum.
package func amplitude(_ frequency: Double, _ samples: some Sequence<Double>, rate: Int) -> Double {
  var (real, imaginary, count) = (0.0, 0.0, 0)
  for sample in samples {
    let phase = 2 * Double.pi * frequency * Double(count) / Double(rate)
    real += sample * cos(phase)
    imaginary += sample * sin(phase)
    count += 1
  }
  return 2 * (real * real + imaginary * imaginary).squareRoot() / Double(count)
}

package func amplitude(_ frequency: Double, _ samples: some Sequence<Int16>, rate: Int) -> Double {
  amplitude(frequency, samples.map { Double($0) }, rate: rate)
}
