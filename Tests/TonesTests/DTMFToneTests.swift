import Audio
import Glibc
import TestSupport
import Testing
import Tones

@Suite("A digit's tones")
struct DTMFToneTests {
  private static func samples(_ tone: DTMFTone, _ range: Range<Int64>, of length: Int64)
    -> [Double]
  {
    range.map { tone.sample(at: $0, of: length, fades: true) }
  }

  @Test(
    "holds its two frequencies, each at its amplitude, and nothing else",
    arguments: DTMFTests.keypad.map(\.digit), [8000, 16_000, 48_000])
  func spectrum(_ character: Character, _ rate: Int) throws {
    let digit = try #require(DTMFDigit(character))
    let tone = try #require(DTMFTone(digit, amplitude: 1000, sampleRate: rate))
    let key = try #require(DTMFTests.keypad.first { $0.digit == character })
    // A second in the middle, so that every whole frequency stands for itself.
    let steady = Self.samples(tone, Int64(rate)..<Int64(2 * rate), of: Int64(3 * rate))
    #expect(abs(amplitude(key.low, steady, rate: rate) - 1000) < 1e-6)
    #expect(abs(amplitude(key.high, steady, rate: rate) - 1000) < 1e-6)
    for other in [697.0, 770, 852, 941, 1209, 1336, 1477, 1633, 425, 3000]
    where other != key.low && other != key.high {
      #expect(amplitude(other, steady, rate: rate) < 1e-6)
    }
  }

  @Test("starts and ends without a click, and is whole after 2 ms")
  func ramps() throws {
    let tone = try #require(DTMFTone(.five, amplitude: 1000, sampleRate: 8000))
    let faded = Self.samples(tone, 0..<800, of: 800)
    #expect(faded.prefix(4).allSatisfy { $0.magnitude < 500 })
    #expect(faded.suffix(2).allSatisfy { $0.magnitude < 60 })
    let whole = (Int64(0)..<800).map { tone.sample(at: $0, of: 8000, fades: true) }
    #expect(zip(faded, whole).prefix(784).allSatisfy { $0 == $1 })
    for (frame, sample) in whole.enumerated().dropFirst(16) {
      let time = Double(frame) / 8000
      let ideal = 1000 * (sin(2 * .pi * 770 * time) + sin(2 * .pi * 1336 * time))
      #expect(abs(sample - ideal) < 1e-6)
    }
  }

  @Test("does not fade where its end is not known")
  func open() throws {
    let tone = try #require(DTMFTone(.five, amplitude: 1000, sampleRate: 8000))
    let longer = (Int64(0)..<800).map { tone.sample(at: $0, of: 8000, fades: false) }
    let shorter = (Int64(0)..<800).map { tone.sample(at: $0, of: 800, fades: false) }
    #expect(longer == shorter)
  }

  @Test("there is none where the rate has no room for it")
  func impossible() {
    #expect(DTMFTone(.five, amplitude: 1, sampleRate: 3200) == nil)
  }
}
