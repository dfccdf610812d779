import Audio
import TestSupport
import Testing
import ToneSignals
import Tones

@Suite("DTMF detector")
struct DTMFDetectorTests {
  @Test("hears all sixteen digits, and libspandsp agrees", arguments: [Law.linear, .mu, .a])
  func digits(law: Law) {
    let samples = keyed("123A456B789C*0#D").pcm(law)
    #expect(hear(samples).map(\.digit).text == "123A456B789C*0#D")
    #expect(SpanDSP.digits(samples) == "123A456B789C*0#D")
  }

  @Test(
    "hears digits at any sample rate",
    arguments: [4000, 8000, 11_025, 16_000, 22_050, 44_100, 48_000, 96_000, 192_000])
  func rates(rate: Int) {
    let signal = keyed("159D*0#", rate: rate)
    let heard = hear(signal.pcm(.linear), rate: rate)
    #expect(heard.map(\.digit).text == "159D*0#")
    for (digit, press) in zip(heard, signal.presses) {
      #expect(abs(Double(digit.start) - press.start) < 0.002 * Double(rate))
      #expect(abs(Double(digit.end) - press.end) < 0.002 * Double(rate))
    }
  }

  @Test("measures levels, twist and deviation of each tone")
  func measures() throws {
    var keying = Keying(duration: 0.1, level: -15)
    keying.twist = -5
    keying.low = 1.009
    keying.high = 0.994
    let digit = try #require(hear(keyed("8", keying).pcm(.linear)).first)
    #expect(abs(digit.levelLow - -12.5) < 0.2)
    #expect(abs(digit.levelHigh - -17.5) < 0.2)
    #expect(abs(digit.twist - -5) < 0.2)
    #expect(abs(digit.errorLow - 0.9) < 0.05)
    #expect(abs(digit.errorHigh - -0.6) < 0.05)
  }

  @Test("hears the same whatever the sizes of the blocks", arguments: [1, 7, 32, 160, 1000, 4096])
  func blocks(size: Int) {
    var random = Randomness(spreading: 9)
    for rate in [8000, 44_100] {
      var signal = keyed("147*2580", Keying(duration: 0.06, level: -12), pause: 0.05, rate: rate)
      signal.addNoise(power: 40_000, &random)
      let samples = signal.pcm(.mu)
      let whole = hear(samples, rate: rate)
      #expect(whole.count == 8)
      #expect(hear(samples, rate: rate, block: size) == whole)
    }
  }

  @Test("hears one channel of several")
  func channels() {
    let left = keyed("12").pcm(.linear), right = keyed("#A").pcm(.linear)
    let interleaved = zip(left, right).flatMap { [$0, $1] }
    for (channel, wanted) in [(0, "12"), (1, "#A")] {
      var detector = DTMFDetector(sampleRate: 8000)
      detector.process(interleaved.span, channel: channel, of: 2)
      detector.finish()
      #expect(detector.takeDigits().map(\.digit).text == wanted)
    }
  }

  @Test("hands digits over once, as soon as they ended")
  func handOver() {
    let samples = keyed("5", pause: 0.2).pcm(.linear)
    var detector = DTMFDetector(sampleRate: 8000)
    detector.process(samples.span)
    #expect(detector.takeDigits().map(\.digit) == [.five])
    #expect(detector.takeDigits().isEmpty)
  }

  @Test("ends a tone with the audio")
  func cut() throws {
    let signal = keyed("7", pause: 0)
    let samples = signal.pcm(.linear)
    let digit = try #require(hear(samples).first)
    #expect(digit.end <= Int64(samples.count))
    #expect(Double(digit.end) > signal.presses[0].end - 16)
  }

  @Test("hears a tone of 12 s as one digit with both edges")
  func long() throws {
    let signal = keyed("6", Keying(duration: 12))
    let heard = hear(signal.pcm(.mu))
    #expect(heard.count == 1)
    let digit = try #require(heard.first)
    #expect(abs(Double(digit.start) - signal.presses[0].start) < 16)
    #expect(abs(Double(digit.end) - signal.presses[0].end) < 16)
  }

  @Test("takes lost frames for neither tone nor pause", arguments: [160, 320])
  func lost(frames: Int) {
    let signal = keyed("4", Keying(duration: 0.3))
    let samples = signal.pcm(.mu)
    let first = Int(signal.presses[0].start) + 800
    var detector = DTMFDetector(sampleRate: 8000)
    detector.process(samples.span.extracting(0..<first))
    detector.skip(unknown: frames)
    detector.process(samples.span.extracting(first + frames..<samples.count))
    detector.finish()
    let heard = detector.takeDigits()
    #expect(heard.map(\.digit) == [.four])
    #expect(heard.allSatisfy { abs(Double($0.end) - signal.presses[0].end) < 16 })
  }

  @Test("keeps time over a loss of hours")
  func hours() throws {
    let signal = keyed("3")
    let samples = signal.pcm(.linear)
    var detector = DTMFDetector(sampleRate: 8000)
    detector.process(samples.span)
    detector.skip(unknown: 80_000_000)
    detector.process(samples.span)
    detector.finish()
    let heard = detector.takeDigits()
    try #require(heard.count == 2)
    #expect(abs(heard[1].start - heard[0].start - 80_000_000 - Int64(samples.count)) <= 8)
  }

  @Test("survives any rate, channel and samples", arguments: [-1, 0, 1, 3999, 1_000_000, .max])
  func hostile(rate: Int) {
    var random = Randomness(spreading: 5)
    let samples = (0..<20_000).map { _ in Int16(truncatingIfNeeded: random.next()) }
    var detector = DTMFDetector(sampleRate: rate, explains: true)
    detector.process(samples.span)
    detector.process(samples.span, channel: 2, of: 2)
    detector.process(samples.span, channel: -1, of: 0)
    detector.process([Int16](repeating: .min, count: 5000).span)
    detector.skip(unknown: -5)
    detector.skip(unknown: 12_345)
    detector.finish()
    detector.finish()
    #expect(detector.takeDigits().isEmpty)
  }
}
