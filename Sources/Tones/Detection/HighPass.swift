import Glibc

/// A linear-phase high-pass between the dial tones (≤ 450 Hz) and the lowest DTMF frequency.
///
/// It takes DC, hum and dial tone from the path on which tones are judged. Linear phase keeps the
/// −6 dB point of an edge where it is; 8 ms of Kaiser window give 40 dB below 440 Hz.
enum HighPass {
  static let cutOff = 565.0

  /// The impulse response at telephone rate, made once.
  static let telephone = taps(sampleRate: 8000)

  /// The impulse response, symmetric and of odd length.
  static func taps(sampleRate: Double) -> [Float] {
    let half = Int((sampleRate * 0.0043).rounded())
    let low = lowPass(cutOff / sampleRate, half: half, beta: 3.2)
    let sum = low.reduce(0, +)
    var taps = low.map { Float(-$0 / sum) }
    taps[half] += 1
    return taps
  }

  /// A Kaiser-windowed sinc; `frequency` in cycles a sample.
  static func lowPass(_ frequency: Double, half: Int, beta: Double) -> [Double] {
    (-half...half).map { n in
      let x = 2 * frequency * Double(n)
      let sinc = n == 0 ? 1 : sin(.pi * x) / (.pi * x)
      let r = Double(n) / Double(half + 1)
      return 2 * frequency * sinc * bessel(beta * (1 - r * r).squareRoot()) / bessel(beta)
    }
  }

  /// The modified Bessel function I₀ by its series.
  private static func bessel(_ x: Double) -> Double {
    var sum = 1.0
    var term = 1.0
    for k in 1...20 {
      term *= (x / (2 * Double(k))) * (x / (2 * Double(k)))
      sum += term
    }
    return sum
  }
}
