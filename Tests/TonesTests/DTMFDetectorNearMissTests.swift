import TestSupport
import Testing
import ToneSignals
import Tones

@Suite("DTMF detector: what it turns down, and why")
struct DTMFDetectorNearMissTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let rule: NearMiss.Rule
    let signal: Signal
    var testDescription: String { rule.rawValue }

    init(_ rule: NearMiss.Rule, digit: String = "5", _ change: (inout Keying) -> Void) {
      var keying = Keying(duration: 0.1, level: -12)
      change(&keying)
      self.rule = rule
      signal = keyed(digit, keying)
    }
  }

  @Test(
    "says which rule a tone broke",
    arguments: [
      Case(.frequencyDeviation) { $0.low = 1.035 },
      Case(.frequencyDeviation) { $0.high = 0.97 },
      Case(.twist) { $0.twist = 12.5 },
      Case(.twist) { $0.twist = -12.5 },
      Case(.tooShort) { $0.duration = 0.023 },
      Case(.level) { $0.level = -49.5 },
      Case(.multifrequency, digit: "3") {
        $0.low = 700 / 697
        $0.high = 1500 / 1477
      },
    ])
  func rule(_ example: Case) throws {
    let samples = example.signal.pcm(.linear)
    #expect(hear(samples).isEmpty)
    let miss = try #require(nearMisses(samples).first)
    #expect(miss.rule == example.rule)
    let press = example.signal.presses[0]
    #expect(miss.digit == press.digit)
    #expect(miss.start < Int64(press.end) && miss.end > Int64(press.start))
  }

  @Test("turns down tones with a second harmonic of −10 dB")
  func harmonic() throws {
    var signal = keyed("1", Keying(duration: 0.1, level: -12))
    var random = Randomness(spreading: 3)
    var harmonic = Signal(rate: 8000)
    harmonic.samples = [Double](repeating: 0, count: 800)
    harmonic.addTone(2 * 697, dBm0: -22, &random)
    let start = Int(signal.presses[0].start) + 1
    for n in 0..<800 { signal.samples[start + n] += harmonic.samples[n] }
    let samples = signal.pcm(.linear)
    #expect(hear(samples).isEmpty)
    let rules = Set(nearMisses(samples).map(\.rule))
    #expect(!rules.isDisjoint(with: [.secondHarmonic, .impure]))
  }

  @Test("turns down a pair of which one tone was there before, as the notes of a chord are")
  func chord() throws {
    var signal = keyed("9", Keying(duration: 0.1, level: -12))
    let press = signal.presses[0]
    var random = Randomness(spreading: 3)
    var note = Signal(rate: 8000)
    note.samples = [Double](repeating: 0, count: 600)
    note.addTone(852, dBm0: -12, &random)
    for n in 0..<600 { signal.samples[Int(press.start) - 600 + n] += note.samples[n] }
    let samples = signal.pcm(.linear)
    #expect(hear(samples).isEmpty)
    #expect(nearMisses(samples).contains { $0.rule == .notTogether })
  }

  @Test("keeps no reasons unless asked")
  func silent() {
    var keying = Keying()
    keying.low = 1.04
    var detector = DTMFDetector(sampleRate: 8000)
    detector.process(keyed("5", keying).pcm(.linear).span)
    detector.finish()
    #expect(detector.nearMisses.isEmpty)
  }

  @Test("names every rule in words")
  func words() {
    let texts = NearMiss.Rule.allCases.map(\.description)
    #expect(Set(texts).count == texts.count)
    #expect(texts.allSatisfy { !$0.isEmpty })
  }
}
