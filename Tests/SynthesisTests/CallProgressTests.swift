import Audio
import Foundation
import Testing
import Tones

@Suite("Call-progress tones")
struct CallProgressTests {
  /// Seconds of tone and of pause, alternately, and frequencies.
  ///
  /// From ITU-T E.180 Supplement 2, as spandsp's global-tones.xml has it, but those marked "Asterisk",
  /// which it lacks or has otherwise: from indications.conf.
  static let tones: [(String, CallProgressTone, [Double], [Double])] = [
    ("us", .dial, [350, 440], []), ("us", .ringback, [440, 480], [2, 4]),
    ("us", .busy, [480, 620], [0.5, 0.5]), ("us", .congestion, [480, 620], [0.25, 0.25]),
    ("uk", .dial, [350, 440], []), ("uk", .ringback, [400, 450], [0.4, 0.2, 0.4, 2]),
    ("uk", .busy, [400], [0.375, 0.375]), ("uk", .congestion, [400], [0.4, 0.35, 0.225, 0.525]),
    ("gb", .busy, [400], [0.375, 0.375]),
    ("fr", .dial, [440], []), ("fr", .ringback, [440], [1.5, 3.5]),
    ("fr", .busy, [440], [0.5, 0.5]), ("fr", .congestion, [440], [0.25, 0.25]),  // Asterisk
    ("de", .dial, [425], []), ("de", .ringback, [425], [1, 4]),  // Asterisk
    ("de", .busy, [425], [0.48, 0.48]), ("de", .congestion, [425], [0.24, 0.24]),
    ("it", .dial, [425], [0.2, 0.2, 0.6, 1]), ("it", .ringback, [425], [1, 4]),
    ("it", .busy, [425], [0.5, 0.5]), ("it", .congestion, [425], [0.2, 0.2]),  // Asterisk
    ("es", .dial, [425], []), ("es", .ringback, [425], [1.5, 3]), ("es", .busy, [425], [0.2, 0.2]),
    ("es", .congestion, [425], [0.2, 0.2, 0.2, 0.2, 0.2, 0.6]),
    // Frequencies: Asterisk.
    ("au", .dial, [413, 438], []), ("au", .ringback, [413, 438], [0.4, 0.2, 0.4, 2]),
    ("au", .busy, [425], [0.375, 0.375]),
    ("jp", .dial, [400], []), ("jp", .ringback, [400], [1, 2]), ("jp", .busy, [400], [0.5, 0.5]),
    ("jp", .congestion, [400], [0.5, 0.5]),
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

  /// dBm0 at that frequency in the 0.3 s from `at` on, of a cadence at -19 dBm0.
  private func level(_ tone: CallProgressTone, of zone: String, _ frequency: Double, at: Double)
    throws -> Double
  {
    let cadence = try #require(CallProgressZone.named(zone)?.cadence(tone))
    let samples = cadence.samples(32_000, level: Level(dBm0: -19), sampleRate: 8000)
    let pcm = samples.map { Int16($0.rounded()) }
    return Spectrum(pcm[Int(at * 8000)..<Int((at + 0.3) * 8000)], 8000).level(at: frequency)
  }

  @Test("every other burst of Australia's congestion is weaker by 10 dB")
  func weaker() throws {
    for (start, expected) in [(0.03, -19.0), (0.78, -29), (1.53, -19)] {
      #expect(abs(try level(.congestion, of: "au", 425, at: start) - expected) < 0.3)
    }
  }

  @Test("Japan's ringback has its side bands at 384 and 416 Hz")
  func sideBands() throws {
    let carrier = try level(.ringback, of: "jp", 400, at: 0.1)
    for frequency in [384.0, 416] {
      // An amplitude that swings by 90 % has side bands of 45 % each.
      let side = try level(.ringback, of: "jp", frequency, at: 0.1)
      #expect(abs(side - carrier - 20 * log10(0.45)) < 0.3, "\(side - carrier)")
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
    #expect(Cadence("425@-10/375")?.steps[0].gain == -10)
    for text in [
      "", "x", "425@/375", "425@1@2/375", "440/", "440/0", "440/-1", "440/500/2", "1*2*3",
    ] {
      #expect(Cadence(text) == nil, "\(text)")
    }
  }
}
