import Audio
import Testing
import Tones

@Suite("Call-progress tones")
struct CallProgressTests {
  /// Seconds of tone and of pause, alternately, and frequencies: Asterisk's indications.conf.
  static let tones: [(String, CallProgressTone, [Double], [Double])] = [
    ("us", .dial, [350, 440], []), ("us", .ringback, [440, 480], [2, 4]),
    ("us", .busy, [480, 620], [0.5, 0.5]), ("us", .congestion, [480, 620], [0.25, 0.25]),
    ("uk", .dial, [350, 440], []), ("uk", .ringback, [400, 450], [0.4, 0.2, 0.4, 2]),
    ("uk", .busy, [400], [0.375, 0.375]), ("uk", .congestion, [400], [0.4, 0.35, 0.225, 0.525]),
    ("gb", .busy, [400], [0.375, 0.375]), ("fr", .ringback, [440], [1.5, 3.5]),
    ("fr", .busy, [440], [0.5, 0.5]), ("de", .ringback, [425], [1, 4]),
    ("de", .busy, [425], [0.48, 0.48]), ("it", .dial, [425], [0.2, 0.2, 0.6, 1]),
    ("es", .ringback, [425], [1.5, 3]), ("au", .ringback, [413, 438], [0.4, 0.2, 0.4, 2]),
    ("jp", .busy, [400], [0.5, 0.5]), ("jp", .ringback, [400], [1, 2]),
  ]

  @Test("sound and pause as their country has them", arguments: tones)
  func tone(
    _ zone: String, _ tone: CallProgressTone, _ frequencies: [Double], _ times: [Double]
  ) throws {
    let cadence = try #require(CallProgressZone.named(zone)?.cadence(tone))
    let seconds = 2 * (times.isEmpty ? 1 : times.reduce(0, +))
    let samples = cadence.samples(
      Int(seconds * 8000), level: Level(dBm0: -19), sampleRate: 8000)
    let pcm = samples.map { Int16($0.rounded()) }
    var start = 0.0
    for (index, time) in (times.isEmpty ? [2.0] : times + times).enumerated() {
      let slice = pcm[Int((start + 0.005) * 8000)..<Int((start + time - 0.005) * 8000)]
      if index % 2 == 1 {
        #expect(slice.allSatisfy { $0 == 0 })
      } else {
        for frequency in frequencies {
          let level = Spectrum(slice, 8000).level(at: frequency)
          #expect(abs(level + 19) < 0.5, "\(zone) \(tone) at \(start) s: \(frequency) Hz \(level)")
        }
      }
      start += time
    }
  }

  @Test("every zone has all four tones and a source")
  func complete() {
    for zone in CallProgressZone.all {
      #expect(!zone.source.isEmpty)
      for tone in CallProgressTone.allCases { #expect(zone.cadence(tone) != nil, "\(zone.name)") }
    }
  }

  @Test("a cadence is read as Asterisk writes it, and nothing else is")
  func notation() throws {
    let cadence = try #require(Cadence("400*15/1000,0/2000"))
    #expect(cadence.period == 3)
    #expect(cadence.steps[0].modulation == 15)
    #expect(cadence.steps[1].frequencies.isEmpty)
    for text in ["", "x", "440/", "440/0", "440/-1", "440/500/2", "1*2*3"] {
      #expect(Cadence(text) == nil, "\(text)")
    }
  }
}
