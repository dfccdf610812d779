import Audio
import Playout
import TestSupport
import Testing

@Suite("Playing RED")
struct RedundancyPlayoutTests {
  private static let formats = [Media.red, Media.pcmu, Media.event]

  /// A stream of RED in which each packet repeats the one before it.
  private static func stream(_ audio: [Packet]) -> [Packet] {
    audio.enumerated().map { index, packet in
      let older = index > 0 ? audio[index - 1].payload : []
      return Stream.packet(
        index,
        index > 0
          ? redHeader(0, offset: 160, length: older.count) + [0] + older + packet.payload
          : [0] + packet.payload)
    }
  }

  @Test("is the audio of its primary blocks")
  func primary() throws {
    let audio = Stream.noise(50)
    let played = try play(Self.stream(audio), Self.formats)
    #expect(played.samples == audio.flatMap(\.payload).map(expandMu))
    #expect(played.gaps == [])
    #expect(played.result.overlapped == 0)
  }

  @Test("fills a single loss whole, and half of a double one")
  func recovery() throws {
    let audio = Stream.noise(50)
    var expected = audio.flatMap(\.payload).map(expandMu)
    var packets = Self.stream(audio)
    packets.removeSubrange(30..<32)
    packets.remove(at: 10)
    for index in 4800..<4960 { expected[index] = 0 }
    let played = try play(packets, Self.formats)
    #expect(played.samples == expected)
    #expect(
      played.gaps == [
        "1600-1760 loss redundancy", "4800-4960 loss silence", "4960-5120 loss redundancy",
      ])
  }

  @Test("fills a loss in a file of another rate")
  func resampled() throws {
    var packets = Self.stream(Stream.noise(50))
    packets.remove(at: 10)
    let played = try play(packets, Self.formats) { $0.sampleRate = 11_025 }
    #expect(played.samples.count == 11_025)
    #expect(played.gaps == ["2205-2425 loss redundancy"])
  }

  @Test("counts what does not add up, and goes on")
  func damaged() throws {
    var packets = Self.stream(Stream.noise(50))
    packets[20].payload = redHeader(0, offset: 160, length: 1000) + [0, 1, 2, 3]
    packets[21].payload = []
    let played = try play(packets, Self.formats)
    #expect(played.result.damaged == 2)
    #expect(played.samples.count == 8000)
  }

  @Test("an older block of the same time does not take the primary's place")
  func sameTime() throws {
    let audio = Stream.noise(10)
    var packets = Self.stream(audio)
    packets[5].payload =
      redHeader(0, offset: 0, length: 160) + [0] + [UInt8](repeating: 1, count: 160)
      + audio[5].payload
    packets.remove(at: 4)
    let played = try play(packets, Self.formats)
    #expect(played.samples[800..<960].elementsEqual(audio[5].payload.map(expandMu)))
    #expect(played.samples.count == 1600)
  }

  @Test("events come out of primary and of older blocks")
  func events() throws {
    var packets = Self.stream(Stream.silence(100))
    // The report of the end is in the primary block of one packet and repeated in the next.
    packets[50].payload = [101, 5, 0x0a, 0, 160]
    packets[51].payload =
      redHeader(101, offset: 160, length: 4) + [101, 5, 0x8a, 1, 0x40]
      + [6, 0x0a, 0, 160]
    let played = try play(packets, Self.formats)
    #expect(played.result.digits.text == "56")
    #expect(played.result.events.map(\.start) == [8000, 8160])
    #expect(played.result.events.map(\.end) == [8320, 8320])
    #expect(played.samples.count == 16_000)
  }
}
