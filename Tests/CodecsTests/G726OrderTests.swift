import Audio
import Codecs
import TestSupport
import Testing

@Suite("G.726 in the wrong order")
struct G726OrderTests {
  /// A voice that sounds like one: harmonics of a pitch that glides, shaped by formants that move, with pauses.
  private static let voice: [Int16] = {
    var random = Randomness(seed: 5)
    var phase = 0.0
    var (filters, gains) = ([(0.0, 0.0), (0.0, 0.0), (0.0, 0.0)], [1.0, 0.6, 0.4])
    return (0..<80_000).map { index in
      let time = Double(index) / 8000
      let pitch = 120 + 30 * sine(time * 0.7) + 8 * sine(time * 3.1)
      phase += pitch / 8000
      let pulse = phase >= 1 ? 1.0 : 0.0
      phase -= pulse
      let isLoud = Int(time * 3) % 4 != 3
      let source = isLoud ? pulse * 9000 + Double.random(in: -60...60, using: &random) : 0
      let formants = [
        500 + 200 * sine(time * 1.3), 1500 + 500 * sine(time * 0.9), 2600 + 200 * sine(time * 2.1),
      ]
      var sum = 0.0
      for (number, formant) in formants.enumerated() {
        let (first, second) = filters[number]
        let radius = 0.96
        let next =
          source + 2 * radius * sine(formant / 8000 + 0.25) * first - radius * radius * second
        filters[number] = (next, first)
        sum += gains[number] * next
      }
      return Int16(max(-30_000, min(30_000, sum / 8)))
    }
  }()

  /// The sine of so many turns.
  private static func sine(_ turns: Double) -> Double {
    let x = (turns - turns.rounded()) * 2 * Double.pi
    // Taylor's series is exact to a millionth in half a turn to either side.
    var (term, sum) = (x, x)
    for step in 1..<10 {
      term *= -x * x / Double(2 * step * (2 * step + 1))
      sum += term
    }
    return sum
  }

  private static func sound(_ sent: String, heard: String, _ pcm: [Int16]) throws -> String? {
    let codec = try #require(Codec.named(sent))
    var encoder = try codec.makeEncoder(for: codec.format())
    let decoding = try Decoding(MediaFormat(encodingName: heard, clockRate: 8000))
    for start in stride(from: 0, to: pcm.count - 159, by: 160) {
      var payload: [UInt8] = []
      try encoder.encode(pcm.span.extracting(start..<start + 160), into: &payload)
      _ = try decoding.decode(payload)
    }
    return decoding.soundsLike()
  }

  @Test("is told by ear, and the right one never is", arguments: [16, 24, 32, 40])
  func orders(_ kilobits: Int) throws {
    let (plain, aal2) = ("G726-\(kilobits)", "AAL2-G726-\(kilobits)")
    #expect(try Self.sound(plain, heard: aal2, Self.voice) == plain)
    #expect(try Self.sound(aal2, heard: plain, Self.voice) == aal2)
    #expect(try Self.sound(plain, heard: plain, Self.voice) == nil)
    #expect(try Self.sound(aal2, heard: aal2, Self.voice) == nil)
  }

  @Test("is not heard in tones, noise and silence", arguments: [16, 24, 32, 40], 0..<4)
  func tones(_ kilobits: Int, _ kind: Int) throws {
    var random = Randomness(seed: 9)
    let pcm = (0..<80_000).map { index -> Int16 in
      switch kind {
      case 0: Int16(9000 * Self.sine(Double(index) / 4 + 0.1))
      case 1: Int16(6000 * (Self.sine(Double(index) * 0.0871) + Self.sine(Double(index) * 0.151)))
      case 2: Int16.random(in: -8000...8000, using: &random)
      default: 0
      }
    }
    let name = "G726-\(kilobits)"
    #expect(try Self.sound(name, heard: name, pcm) == nil)
  }
}
