import Glibc
import Playout
import Testing

@Suite("Comfort noise between talkspurts")
struct ComfortNoiseTests {
  private static let formats = [Media.pcmu, Media.noise]

  /// 50 packets of speech, a pause of `seconds` that comfort noise opens, and 50 more.
  private static func stream(_ payload: [UInt8], seconds: Int) -> [Packet] {
    var packets = Stream.noise(101)
    packets[50].format = 1
    packets[50].payload = payload
    for index in 51..<101 {
      packets[index].timestamp &+= UInt32(seconds * 8000 - 160)
      packets[index].time += Double(seconds) - 0.02
    }
    return packets
  }

  @Test("has the level of RFC 3389, section 3.1, down to the next audio", arguments: [30, 50])
  func level(_ level: Int) throws {
    let packets = Self.stream([UInt8(level)], seconds: 2)
    let played = try play(packets, Self.formats)
    #expect(played.gaps == ["8000-24000 comfort-noise comfort-noise"])
    #expect(played.samples.count == 32_000)
    // 0 dBov is the power of a square wave of full scale.
    let dBov = 20 * log10(power(played.samples[8000..<24_000]) / 32_768)
    #expect(abs(dBov + Double(level)) < 0.5)
    #expect(
      played.samples[24_000...].elementsEqual(packets[51...].flatMap(\.payload).map(expandMu)))
  }

  @Test("changes with each update, and is one gap")
  func updates() throws {
    var packets = Self.stream([30], seconds: 2)
    var update = packets[50]
    update.timestamp &+= 8000
    update.time += 1
    update.payload = [60]
    update.order += 1
    for index in 51..<101 { packets[index].order += 1 }
    packets.insert(update, at: 51)
    let played = try play(packets, Self.formats)
    #expect(played.gaps == ["8000-24000 comfort-noise comfort-noise"])
    #expect(power(played.samples[8000..<16_000]) > 20 * power(played.samples[16_000..<24_000]))
  }

  @Test("ends with the talkspurt: a later loss is a loss")
  func ends() throws {
    var packets = Self.stream([30], seconds: 2)
    packets.remove(at: 80)
    let played = try play(packets, Self.formats)
    #expect(
      played.gaps == ["8000-24000 comfort-noise comfort-noise", "28640-28800 loss silence"])
  }

  @Test("that begins inside the audio before it begins behind that")
  func inside() throws {
    var packets = Self.stream([30], seconds: 2)
    packets[50].timestamp &-= 80
    let played = try play(packets, Self.formats)
    #expect(played.gaps == ["8000-24000 comfort-noise comfort-noise"])
  }

  @Test("closed gaps have none")
  func closed() throws {
    let played = try play(Self.stream([30], seconds: 2), Self.formats) { $0.gapFill = .close }
    #expect(played.samples.count == 16_000)
  }
}
