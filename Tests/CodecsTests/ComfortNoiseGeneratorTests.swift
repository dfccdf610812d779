import Codecs
import TestSupport
import Testing

@Suite("Comfort noise")
struct ComfortNoiseGeneratorTests {
  private static func noise(_ payload: [UInt8], frames: Int = 80000) -> [Int16] {
    var generator = ComfortNoiseGenerator()
    generator.update(payload.span)
    var pcm = [Int16](repeating: 1, count: frames)
    var span = pcm.mutableSpan
    generator.generate(into: &span)
    return pcm
  }

  /// The correlation of samples `lag` apart; at 0 the power.
  private static func correlation(_ pcm: [Int16], lag: Int) -> Double {
    zip(pcm, pcm.dropFirst(lag)).reduce(0) { $0 + Double($1.0) * Double($1.1) }
      / Double(pcm.count - lag)
  }

  /// Decibels below the power of a full-scale square wave.
  private static let levels: [(UInt8, Double)] = [
    (6, 16423), (20, 3276.8), (40, 327.68), (60, 32.768), (70, 10.362),
  ]

  @Test("the level is the payload's in dBov, within a third of a decibel", arguments: levels)
  func level(byte: UInt8, amplitude: Double) {
    for payload in [[byte], [byte, 127, 127], [byte, 80, 150, 120], [byte | 0x80, 180]] {
      // Loud noise is clipped where it has a shape.
      if byte == 6, payload.count > 2, payload[1] != 127 { continue }
      let pcm = Self.noise(payload)
      let ratio = Self.correlation(pcm, lag: 0).squareRoot() / amplitude
      #expect((0.962...1.039).contains(ratio), "\(payload): \(ratio)")
    }
  }

  @Test(
    "one reflection coefficient makes neighbours correlate by its negative",
    arguments: [10, 60, 127, 200, 240])
  func spectrum(index: UInt8) {
    let pcm = Self.noise([30, index])
    let ratio = Self.correlation(pcm, lag: 1) / Self.correlation(pcm, lag: 0)
    let coefficient = 258 * (Double(index) - 127) / 32768
    #expect(abs(ratio + coefficient) < 0.02)
  }

  @Test("the spectrum of two coefficients is that of their direct form")
  func twoCoefficients() {
    let pcm = Self.noise([30, 60, 200], frames: 200_000)
    let (first, second) = (258.0 * (60 - 127) / 32768, 258.0 * (200 - 127) / 32768)
    // Yule and Walker's equations of 1 + a1 z^-1 + a2 z^-2, with a1 = k1 (1 + k2) and a2 = k2.
    let (a1, a2) = (first * (1 + second), second)
    let r1 = -a1 / (1 + a2)
    let r2 = -a1 * r1 - a2
    let power = Self.correlation(pcm, lag: 0)
    #expect(abs(Self.correlation(pcm, lag: 1) / power - r1) < 0.02)
    #expect(abs(Self.correlation(pcm, lag: 2) / power - r2) < 0.02)
  }

  @Test("the same payloads give the same samples, whatever the blocks")
  func reproducible() {
    let payload: [UInt8] = [40, 90, 140]
    let whole = Self.noise(payload, frames: 1000)
    #expect(Self.noise(payload, frames: 1000) == whole)
    var generator = ComfortNoiseGenerator()
    generator.update(payload.span)
    var parts = [Int16]()
    for count in [1, 9, 90, 900] {
      var pcm = [Int16](repeating: 0, count: count)
      var span = pcm.mutableSpan
      generator.generate(into: &span)
      parts += pcm
    }
    #expect(parts == whole)
  }

  @Test("before the first payload, after an empty one and at -127 dBov there is silence")
  func silence() {
    var generator = ComfortNoiseGenerator()
    for payload in [[], [127]] as [[UInt8]] {
      generator.update(payload.span)
      var pcm = [Int16](repeating: 1, count: 100)
      var span = pcm.mutableSpan
      generator.generate(into: &span)
      #expect(pcm.allSatisfy { $0 == 0 })
    }
  }

  @Test("no payload traps, not even one whose model hardly decays")
  func fuzz() {
    var random = Randomness(seed: 9)
    var generator = ComfortNoiseGenerator()
    for round in 0..<2000 {
      let payload =
        round % 2 == 0
        ? random.bytes(Int.random(in: 0...100, using: &random))
        : [0] + (0..<40).map { _ in [0, 254, 255].randomElement(using: &random) ?? 0 }
      generator.update(payload.span)
      var pcm = [Int16](repeating: 0, count: 160)
      var span = pcm.mutableSpan
      generator.generate(into: &span)
    }
    generator.update([30].span)
    var pcm = [Int16](repeating: 0, count: 160)
    var span = pcm.mutableSpan
    generator.generate(into: &span)
    #expect(pcm.contains { $0 != 0 })
  }
}
