import Testing

@testable import Playout

@Suite("What the first packets decide")
struct OpeningTests {
  private static func opening(
    _ packets: [(format: Int, size: Int)], _ formats: [PayloadFormat], rate: Int? = nil
  ) -> Opening {
    var batch = EncodedBatch()
    for (index, packet) in packets.enumerated() {
      batch.append(
        [UInt8](repeating: 0, count: packet.size).span, order: Int64(index),
        timestamp: UInt32(index * 160), time: 0, format: packet.format)
    }
    return Opening(
      batch.firstEntries(Opening.packets), of: batch, formats: formats, sampleRate: rate)
  }

  @Test("rate and channels are those of the first audio")
  func firstAudio() {
    let formats = [Media.event, Media.g722, Media.named(96, "L16/44100/2")]
    let g722 = Self.opening([(0, 4), (1, 160), (2, 640)], formats)
    #expect(g722.sampleRate == 16_000)
    #expect(g722.clockRate == 8000)
    #expect(g722.channels == 1)
    let l16 = Self.opening([(0, 4), (2, 640), (1, 160)], formats)
    #expect(l16.sampleRate == 44_100)
    #expect(l16.channels == 2)
  }

  @Test("the rate asked for goes before")
  func asked() {
    let opening = Self.opening([(0, 160)], [Media.g722], rate: 11_025)
    #expect(opening.sampleRate == 11_025)
    #expect(opening.clockRate == 8000)
  }

  @Test("without audio the clock of what there is makes the rate, within reason")
  func noAudio() {
    #expect(
      Self.opening([(0, 4)], [Media.named(101, "telephone-event/48000")]).sampleRate == 48_000)
    #expect(Self.opening([(0, 4)], [Media.named(96, "H264/90000")]).sampleRate == 48_000)
    #expect(Self.opening([(0, 4)], [Media.named(96, "x/1")]).sampleRate == 8000)
    #expect(Self.opening([], []).sampleRate == 8000)
  }

  @Test("audio behind the first 128 packets decides nothing")
  func bounded() {
    let events = [(format: Int, size: Int)](repeating: (0, 4), count: 128)
    let formats = [Media.event, Media.g722]
    #expect(Self.opening(events + [(1, 160)], formats).sampleRate == 8000)
    #expect(Self.opening(events.dropLast() + [(1, 160)], formats).sampleRate == 16_000)
  }

  @Test("empty packets in front say nothing of when a stream began")
  func emptyInFront() throws {
    var packets = Stream.noise(200)
    for index in packets.indices { packets[index].time += 3 }
    for index in 0..<100 {
      packets[index].payload = []
      packets[index].time -= 2
      packets[index].timestamp &-= 8000
    }
    let result = try play(packets, [Media.pcmu]).result
    #expect(result.zeroTimestamp == packets[100].timestamp)
    #expect(result.zeroTime.map { abs(Double($0) * 1e-9 - packets[100].time) < 0.001 } == true)
    #expect(result.frames == 16_000)
  }
}
