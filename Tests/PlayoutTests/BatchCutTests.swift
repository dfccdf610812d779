import Playout
import TestSupport
import Testing

@Suite("Cutting a stream into batches")
struct BatchCutTests {
  private static let formats = [
    Media.pcmu, Media.event, Media.pcma, Media.noise, Media.g722, Media.red,
  ]

  /// A stream with everything in it: losses, pauses, resets, events with lost reports, comfort
  /// noise, changes of the codec, redundancy.
  private static func stream(_ random: inout Randomness) -> [Packet] {
    var packets: [Packet] = []
    var (order, timestamp, time) = (Int64(70_000), UInt32(12_345), 1.6e9)
    var format = 0
    func add(_ format: Int, _ payload: [UInt8], at start: UInt32) {
      packets.append(
        Packet(order: order, timestamp: start, time: time, format: format, payload: payload))
      order += 1
    }
    while packets.count < 600 {
      if random.chance(2) { format = [0, 2, 4, 5].randomElement(using: &random) ?? 0 }
      if random.chance(1) { timestamp &+= UInt32.random(in: 0...(.max), using: &random) }
      if random.chance(2) {
        add(3, [UInt8.random(in: 30...60, using: &random)], at: timestamp)
        (timestamp, time) = (timestamp &+ 16_000, time + 2)
      }
      if random.chance(3) {
        let start = timestamp
        let code = UInt8.random(in: 0...15, using: &random)
        let lost = random.chance(50) ? Int.random(in: 0...42, using: &random) : 0
        let share = random.chance(50) ? 100 : 40
        for number in 1...42 {
          let duration = min(number, 40) * 160
          let report = [
            code, number > 39 ? 0x8a : 0x0a, UInt8(duration >> 8), UInt8(duration & 0xff),
          ]
          if number > lost { add(1, report, at: start) } else { order += 1 }
          (timestamp, time) = (timestamp &+ 160, time + 0.02)
          if random.chance(share) {
            add(format == 5 ? 0 : format, random.bytes(160), at: timestamp)
          }
        }
      }
      let isRed = format == 5
      let audio = random.bytes(160)
      if random.chance(95) {
        add(
          format, isRed ? [0x80, 2, 128, 160, 0] + random.bytes(160) + audio : audio, at: timestamp)
      } else {
        order += Int64.random(in: 1...5, using: &random)
      }
      (timestamp, time) = (timestamp &+ 160, time + 0.02)
    }
    return packets
  }

  private static let changes: [@Sendable (inout PlayoutOptions) -> Void] = [
    { _ in }, { $0.gapFill = .conceal }, { $0.gapFill = .close }, { $0.sampleRate = 11_025 },
    { $0.rendersEvents = false },
  ]

  @Test("shows nowhere in samples, gaps and events", arguments: UInt64(0)..<10)
  func cuts(_ seed: UInt64) throws {
    var random = Randomness(seed: seed)
    var packets = Self.stream(&random)
    let change = Self.changes[Int(seed) % Self.changes.count]
    let whole = try play(packets, Self.formats, change)
    for _ in 0..<2 {
      // As they might arrive.
      for index in packets.indices where random.chance(20) {
        packets.swapAt(index, min(index + Int.random(in: 0...20, using: &random), 599))
      }
      let share = Int.random(in: 1...60, using: &random)
      let cuts = Set(packets.indices.filter { _ in random.chance(share) })
      let played = try play(packets, Self.formats, cuts: cuts, change)
      #expect(played.samples == whole.samples)
      #expect(played.gaps == whole.gaps)
      #expect(played.result.digits == whole.result.digits)
      #expect(played.result.events.map(\.start) == whole.result.events.map(\.start))
      #expect(played.result.events.map(\.end) == whole.result.events.map(\.end))
      #expect(played.result.overlapped == whole.result.overlapped)
      #expect(played.result.findings.resets.count == whole.result.findings.resets.count)
    }
    #expect(whole.result.findings.resets.count > 0 || whole.gaps.count > 5)
    #expect(whole.samples.count > 50_000)
  }

  @Test("gaps follow each other and, with the audio, fill the file", arguments: UInt64(20)..<24)
  func gaps(_ seed: UInt64) throws {
    var random = Randomness(seed: seed)
    let packets = Self.stream(&random)
    let result = try play(packets, Self.formats).result
    var end: Int64 = 0
    for gap in result.gaps.recent {
      #expect(gap.start >= end && gap.end > gap.start)
      end = gap.end
    }
    #expect(end <= result.frames)
    let closed = try play(packets, Self.formats) { $0.gapFill = .close }.result
    let joined = closed.gaps.recent.filter { $0.fill == .closed }.reduce(Int64(0)) {
      $0 + ($1.end - $1.start)
    }
    #expect(closed.frames + joined == result.frames)
  }
}
