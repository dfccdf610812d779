import Audio
import TestSupport
import Testing
import ToneSignals
import Tones

@Suite("DTMF detector: ITU-T Q.24 and beyond")
struct DTMFDetectorGoalsTests {
  /// The bench measures each family at length; here is enough of each to notice a change.
  @Test("meets its goal", arguments: heardProperties())
  func goal(property: Property) {
    let count = min(property.count, 16)
    var right = 0
    for index in 0..<count {
      let (signal, law) = property.signal(index, seed: 4711)
      var detector = DTMFDetector(sampleRate: signal.rate)
      let samples = signal.pcm(law)
      var position = 0
      for gap in signal.lost {
        detector.process(samples.span.extracting(position..<gap.lowerBound))
        detector.skip(unknown: gap.count)
        position = gap.upperBound
      }
      detector.process(samples.span.extracting(position..<samples.count))
      detector.finish()
      let wanted = property.mustHear ? signal.presses.map(\.digit) : []
      if detector.takeDigits().map(\.digit) == wanted { right += 1 }
    }
    #expect(Double(right) >= property.goal * Double(count))
  }

  @Test("places edges within 3 ms, 1 ms on average")
  func edges() {
    var errors: [Double] = []
    for index in 0..<200 {
      var random = Randomness(spreading: UInt64(index) + 100)
      var signal = keyed(
        digits[index % 16].description, Keying(duration: random.within(0.045...0.2), level: -15),
        seed: UInt64(index))
      signal.addNoise(power: pow10(random.within(0...5)), &random)
      for (digit, press) in zip(hear(signal.pcm(.a)), signal.presses) {
        errors.append((Double(digit.start) - press.start) / 8)
        errors.append((Double(digit.end) - press.end) / 8)
      }
    }
    #expect(errors.count == 400)
    let sizes = errors.map { abs($0) }.sorted()
    #expect(sizes[sizes.count * 95 / 100] <= 3)
    #expect(abs(errors.reduce(0, +) / Double(errors.count)) <= 1)
  }

  private func pow10(_ x: Double) -> Double {
    var value = 1.0
    for _ in 0..<Int(x) { value *= 10 }
    return value
  }
}
