import Playout
import TestSupport
import Testing

@Suite("Streams that mean harm")
struct HostileStreamTests {
  private static let longest: [UInt8] = [1, 0x0a, 0xff, 0xff]

  @Test("many events of the longest duration last no longer than the trace, and a little")
  func eventTails() throws {
    // 8.19 s each, one behind the other, all of them in one second.
    let segments = (0..<100).map { index in
      Packet(
        order: Int64(index), timestamp: UInt32(index) * 0xffff, time: Double(index) / 100,
        format: 0, payload: Self.longest)
    }
    let played = try play(segments, [Media.event])
    #expect(played.samples.count < 8000 * 100)
    let jumps = segments.map { packet in
      var packet = packet
      packet.timestamp = UInt32(packet.order) * 78_000
      // One digit, so that there is something to hear, and others that only take time.
      packet.payload = [packet.order == 0 ? 1 : 16, 0x0a, 0, 160]
      return packet
    }
    #expect(try play(jumps, [Media.event]).samples.count < 8000 * 100)
  }

  @Test("one packet holds no hour of events")
  func eventHeap() throws {
    let heap = [Packet](
      repeating: Packet(
        order: 0, timestamp: 0, time: 0, format: 0,
        payload: [[UInt8]](repeating: Self.longest, count: 350).flatMap { $0 }), count: 1)
    #expect(try play(heap, [Media.event]).samples.count <= 16 * 65_535)
  }

  @Test("a clock of 1 Hz is no clock of events")
  func slowClock() throws {
    let format = Media.named(101, "telephone-event/1")
    let played = try play(
      [Packet(order: 0, timestamp: 0, time: 0, format: 0, payload: Self.longest)], [format])
    #expect(played.samples.isEmpty)
  }

  @Test("any payloads, timestamps, orders and formats are played to an end", arguments: 0..<10)
  func fuzz(_ seed: Int) throws {
    var random = Randomness(seed: UInt64(seed))
    let formats = [
      Media.pcmu, Media.event, Media.noise, Media.red, Media.g722, Media.named(96, "L16/11025/2"),
      Media.named(111, "opus/48000/2"), Media.named(112, "x/1"),
    ]
    var (order, timestamp, time) = (Int64(0), UInt32(0), 1.6e9)
    let packets = (0..<120).map { _ -> Packet in
      order += random.chance(95) ? 1 : Int64.random(in: 1...100_000, using: &random)
      let step = random.chance(80) ? 160 : UInt32.random(in: 0...(.max), using: &random)
      timestamp &+= step
      time += random.chance(90) ? 0.02 : Double.random(in: -1...1, using: &random)
      var payload = random.bytes(Int.random(in: 0...200, using: &random))
      let format = Int.random(in: 0..<formats.count, using: &random)
      if format == 3, payload.count > 8 {
        payload.replaceSubrange(
          0..<5, with: [0x80 | (([0, 101, 13, 9] as [UInt8]).randomElement(using: &random) ?? 0)])
      }
      return Packet(
        order: order, timestamp: timestamp, time: time, format: format, payload: payload)
    }
    let fills: [PlayoutOptions.GapFill] = [.silence, .conceal, .close]
    let played = try play(packets, formats) { options in
      options.gapFill = fills[seed % 3]
      options.sampleRate = seed % 5 == 0 ? 8000 : nil
    }
    let rate = played.result.sampleRate ?? 8000
    // 8 s of jitter, 60 s of credit, one event's tail, and what the packets carry.
    #expect(played.samples.count < rate * 2 * (120 + 120 / 2))
    for gap in played.result.gaps.recent { #expect(gap.start < gap.end) }
  }
}
