import Playout
import TestSupport
import Testing

@Suite("Runs of packets")
struct PacketRunTests {
  /// Of them no packet speaks of anything but itself, so they are played by runs.
  private static let formats = [Media.pcmu, Media.pcma, Media.noise, Media.g722]

  /// A stream that goes on evenly for some packets, and then in one of many ways does not.
  private static func stream(_ random: inout Randomness) -> [Packet] {
    var packets: [Packet] = []
    var (order, timestamp, time) = (Int64(70_000), UInt32(4_294_960_000), 1.6e9)
    var (format, length) = (0, 160)
    while packets.count < 800 {
      for _ in 0..<Int.random(in: 1...60, using: &random) {
        packets.append(
          Packet(
            order: order, timestamp: timestamp, time: time, format: format,
            payload: random.bytes(length)))
        (order, timestamp, time) = (
          order + 1, timestamp &+ UInt32(length), time + Double(length) / 8000
        )
      }
      switch Int.random(in: 0..<8, using: &random) {
      case 0: order += Int64.random(in: 1...4, using: &random)
      case 1:
        let lost = Int.random(in: 1...4, using: &random)
        (order, timestamp) = (order + Int64(lost), timestamp &+ UInt32(lost * length))
        time += Double(lost * length) / 8000
      case 2: timestamp &+= UInt32.random(in: 0...(.max), using: &random)
      case 3: (timestamp, time) = (timestamp &+ 8000, time + 1)
      case 4: format = [0, 0, 1, 3].randomElement(using: &random) ?? 0
      case 5: length = [80, 160, 161, 240].randomElement(using: &random) ?? 160
      case 6: timestamp &-= 40
      default:
        let level = UInt8.random(in: 30...60, using: &random)
        packets.append(
          Packet(order: order, timestamp: timestamp, time: time, format: 2, payload: [level]))
        (order, timestamp, time) = (order + 1, timestamp &+ 4000, time + 0.5)
      }
    }
    return packets
  }

  private static let changes: [@Sendable (inout PlayoutOptions) -> Void] = [
    { _ in }, { $0.gapFill = .conceal }, { $0.gapFill = .close }, { $0.sampleRate = 16_000 },
    { $0.detectsDigits = true },
  ]

  private static func expectEqual(_ one: Played, _ other: Played) {
    #expect(one.samples == other.samples)
    #expect(one.gaps == other.gaps)
    #expect(one.result.findings.resets.count == other.result.findings.resets.count)
    #expect(one.result.overlapped == other.result.overlapped)
    #expect(one.result.damaged == other.result.damaged)
    #expect(one.result.zeroTime == other.result.zeroTime)
    #expect(one.result.zeroTimestamp == other.result.zeroTimestamp)
  }

  @Test("are played as their packets are one by one", arguments: UInt64(0)..<15)
  func same(seed: UInt64) throws {
    var random = Randomness(seed: seed)
    let packets = Self.stream(&random)
    let change = Self.changes[Int(seed) % Self.changes.count]
    let runs = try play(packets, Self.formats, change)
    #expect(runs.samples.count > 50_000)
    // Where events may come, each packet is played by itself.
    Self.expectEqual(runs, try play(packets, Self.formats + [Media.event], change))
    // What arrives from back to front makes runs of one packet.
    let single = try play(packets.reversed(), Self.formats, change)
    Self.expectEqual(runs, single)
  }
}
