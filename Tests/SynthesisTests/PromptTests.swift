import Foundation
import Synthesis
import Testing
import Tones

@Suite("Prompts")
struct PromptTests {
  private func render(_ segments: String..., rate: Int = 8000) throws -> [Int16] {
    try Prompt(segments.map { try PromptSegment(parsing: $0) }).render(sampleRate: rate)
  }

  private func spectrum(
    _ samples: [Int16], _ seconds: Range<Double>, rate: Int = 8000
  ) -> Spectrum {
    let frames = Int(seconds.lowerBound * Double(rate))..<Int(seconds.upperBound * Double(rate))
    return Spectrum(samples[frames], rate)
  }

  @Test("digits have the frequencies of ITU-T Q.23 at their levels, for their time")
  func digits() throws {
    let rows = ["123A", "456B", "789C", "*0#D"].map(Array.init)
    let low = [697.0, 770, 852, 941]
    let high = [1209.0, 1336, 1477, 1633]
    for (row, digits) in rows.enumerated() {
      for (column, digit) in digits.enumerated() {
        let samples = try render("dtmf:\(digit),on=80ms,off=60ms,level=-12,twist=3")
        #expect(samples.count == 8000 * 140 / 1000)
        let tone = spectrum(samples, 0.0025..<0.0775)
        #expect(abs(tone.level(at: low[row]) + 12) < 0.1, "\(digit)")
        #expect(abs(tone.level(at: high[column]) + 9) < 0.1, "\(digit)")
        #expect(samples[640...].allSatisfy { $0 == 0 })
      }
    }
  }

  @Test("a sine is as loud as it is asked for", arguments: [3.14, 0, -9, -19, -40])
  func levels(_ level: Double) throws {
    let samples = try render("tone:1004,for=1s,level=\(level)")
    #expect(abs(spectrum(samples, 0.1..<0.9).level(at: 1004) - level) < 0.01)
    #expect(abs(spectrum(samples, 0.1..<0.9).level - level) < 0.01)
  }

  @Test("each tone of a sum has the level")
  func sum() throws {
    let tone = spectrum(try render("tone:440+480,for=2s,level=-19"), 0.5..<1.5)
    #expect(abs(tone.level(at: 440) + 19) < 0.01)
    #expect(abs(tone.level(at: 480) + 19) < 0.01)
  }

  @Test("noise has its level to a thousandth of a dB", arguments: Noise.allCases)
  func noise(_ noise: Noise) throws {
    let samples = try render("noise:\(noise.rawValue),for=2s,level=-25", rate: 16000)
    #expect(abs(spectrum(samples, 0..<2, rate: 16000).level + 25) < 0.001)
  }

  /// Power of an octave, the mean of many narrow bands.
  private func octave(_ samples: [Int16], from low: Double) -> Double {
    let slices = stride(from: 0, to: samples.count - 4096, by: 4096).map {
      Spectrum(samples[$0..<$0 + 4096], 16000)
    }
    let powers = slices.flatMap { slice in
      stride(from: low * 1.05, to: low * 1.95, by: low / 10).map {
        pow(10, slice.level(at: $0) / 10)
      }
    }
    return 10 * log10(powers.reduce(0, +) / Double(powers.count))
  }

  @Test(
    "noise falls by its decibels an octave",
    arguments: [(Noise.white, 0.0), (.pink, -3.01)])
  func slopes(_ noise: Noise, _ slope: Double) throws {
    let samples = try render("noise:\(noise.rawValue),for=8s,level=-20", rate: 16000)
    let levels = [250.0, 500, 1000, 2000].map { octave(samples, from: $0) }
    for (left, right) in zip(levels, levels.dropFirst()) {
      #expect(abs(right - left - slope) < 0.7, "\(levels)")
    }
  }

  @Test("speech-shaped noise has its power below 1 kHz")
  func speech() throws {
    let samples = try render("noise:speech,for=8s,level=-20", rate: 16000)
    let (low, high) = (octave(samples, from: 250), octave(samples, from: 2000))
    #expect((15...30).contains(low - high), "\(low - high)")
  }

  @Test("a sweep passes its frequencies in time", arguments: ["linear", "log"])
  func sweep(_ course: String) throws {
    let samples = try render("sweep:400-3200,for=3s,level=-10,course=\(course)")
    for share in [0.25, 0.5, 0.75] {
      let frequency = course == "linear" ? 400 + 2800 * share : 400 * pow(8, share)
      let around = spectrum(samples, 3 * share - 0.01..<3 * share + 0.01)
      #expect(abs(around.level(at: frequency) + 10) < 1, "\(frequency)")
      #expect(around.level(at: frequency > 1000 ? 500 : 3000) < -25)
    }
  }

  @Test("the milliwatt is ITU-T G.711's own sequence of codes")
  func milliwatt() throws {
    let samples = try render("signal:milliwatt,for=1s")
    // Tables 5 and 6 give codes; these are the decision intervals that they stand for in A-law.
    #expect(abs(spectrum(samples, 0.1..<0.9).level(at: 1000)) < 0.01)
    #expect(samples[0..<8].map { $0 < 0 } == [0, 0, 0, 0, 1, 1, 1, 1].map { $0 == 1 })
  }

  @Test("the answer tone of modems is reversed every 450 ms and swings at 15 Hz")
  func ansam() throws {
    let samples = try render("signal:ansam,for=2s,level=-12")
    let steady = spectrum(samples, 0.025..<0.425)
    #expect(abs(steady.level(at: 2100) + 12) < 0.1)
    #expect(abs(steady.level(at: 2115) + 32) < 0.2)
    // Half of it reversed, the tone is gone.
    #expect(spectrum(samples, 0.25..<0.65).level(at: 2100) < -40)
  }

  @Test("the fax calling tone sounds for 0.5 s of 3.5 s")
  func calling() throws {
    let samples = try render("signal:cng")
    #expect(samples.count == 56_000)
    #expect(abs(spectrum(samples, 0.1..<0.4).level(at: 1100) + 12) < 0.1)
    #expect(samples[4000..<28_000].allSatisfy { $0 == 0 })
    #expect(abs(spectrum(samples, 3.6..<3.9).level(at: 1100) + 12) < 0.1)
  }

  @Test("a segment laid over lowers what is under it, and only that")
  func duck() throws {
    var prompt = Prompt([try PromptSegment(parsing: "tone:500,for=4s,level=-10")])
    prompt.overlays = [try Prompt.Overlay(parsing: "tone:1500,for=1s,level=-20@2s")]
    prompt.duck = -20
    let samples = try prompt.render(sampleRate: 8000)
    #expect(abs(spectrum(samples, 1..<1.9).level(at: 500) + 10) < 0.01)
    #expect(abs(spectrum(samples, 2.1..<2.9).level(at: 500) + 30) < 0.01)
    #expect(abs(spectrum(samples, 2.1..<2.9).level(at: 1500) + 20) < 0.01)
    #expect(abs(spectrum(samples, 3.1..<3.9).level(at: 500) + 10) < 0.01)
  }

  @Test("a segment laid behind the end lengthens the prompt")
  func behind() throws {
    var prompt = Prompt([.silence(1)])
    prompt.overlays = [try Prompt.Overlay(parsing: "tone:500,for=1s@2s")]
    #expect(try prompt.render(sampleRate: 8000).count == 24_000)
  }

  @Test("fades begin and end in silence")
  func fades() throws {
    let samples = try render("tone:1000,for=1s,level=0,fade=200ms")
    #expect(spectrum(samples, 0..<0.01).level < -35)
    #expect(abs(spectrum(samples, 0.3..<0.7).level) < 0.01)
    #expect(spectrum(samples, 0.99..<1).level < -35)
  }

  @Test("equal prompts are equal, sample by sample")
  func deterministic() throws {
    let words = ("noise:pink,for=1s", "noise:white,for=1s")
    #expect(try render(words.0, words.1) == render(words.0, words.1))
    #expect(try render(words.0) != render("noise:pink,for=1s,level=-41"))
  }

  static let mistakes: [(String, String)] = [
    ("beep:440", "unknown segment; segments begin with dtmf: silence:"),
    ("dtmf:", "has no digits"), ("dtmf:12X", "'X' is no DTMF digit"),
    ("dtmf:1,on=0ms", "on= takes more"), ("dtmf:1,for=2s", "unknown option 'for='"),
    ("dtmf:1,level=4", "overloads; at most -3.94"), ("dtmf:1,level=loud", "takes decibels"),
    ("silence:long", "takes a length"), ("silence:2h", "takes a length"),
    ("tone:440", "needs a length"), ("tone:x,for=1s", "frequencies are in Hz"),
    ("tone:440,for=1s,level=3.2", "at most 3.14"),
    ("tone:440+480,for=1s,level=0", "at most -2.89"),
    ("tone:4000,for=1s", "needs a rate above 8000 Hz"),
    ("signal:hum", "there is signal:dial|ringback"), ("signal:busy,zone=xx", "zone= takes us|uk"),
    ("signal:cng,zone=xx", "zone= takes us|uk"), ("noise:brown,for=1s", "white|pink|speech"),
    ("noise:white,for=1s,level=0", "overloads; at most"), ("sweep:300,for=1s", "two frequencies"),
    ("silence:1s,quick", "no option of the form key=value"), ("tone:440,for=90min", "an hour"),
  ]

  @Test("what makes no sense is said, with what is allowed", arguments: mistakes)
  func mistake(_ segment: String, _ message: String) {
    let error = #expect(throws: SynthesisError.self) { try render(segment) }
    #expect(error?.description.contains(message) == true, "\(String(describing: error))")
  }
}
