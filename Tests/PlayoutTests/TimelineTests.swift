import TestSupport
import Testing

@testable import Playout

extension Timeline {
  /// Places one of the packets, with a look at those behind it where it needs that.
  mutating func place(_ packets: [TimedPacket], _ index: Int) -> Placement {
    let packet = packets[index]
    return placeNext(packet)
      ?? judge(packet, behind: Array(packets[(index + 1)...].prefix(StreamPlayout.timeLookahead)))
  }
}

/// A packet of 160 ticks, told by its steps from the one before.
struct Step {
  var orders: Int64 = 1
  var ticks: Int64 = 160
  var seconds = 0.02
  var kind = TimedPacket.Kind.audio
  var duration: Int64 = 160
  var clockRate = 8000
}

@Suite("Places on the timeline")
struct TimelineTests {
  /// Places a first packet at 0 and then one for each step.
  private static func place(_ steps: [Step], sampleRate: Int = 8000)
    -> [Timeline.Placement]
  {
    var timeline = Timeline(sampleRate: sampleRate, clockRate: 8000)
    var (order, timestamp, time) = (Int64(1) << 16, Int64(4_294_967_000), 1.6e9)
    var packets: [TimedPacket] = []
    for step in [Step(orders: 0, ticks: 0, seconds: 0)] + steps {
      order += step.orders
      timestamp += step.ticks
      time += step.seconds
      let entry = PacketEntry(
        order: order, time: Int64(time * 1e9), timestamp: UInt32(truncatingIfNeeded: timestamp),
        page: 0, offset: 0, length: 160, format: 0)
      packets.append(
        TimedPacket(
          entry, kind: step.kind, duration: Int(step.duration), clockRate: step.clockRate))
    }
    return packets.indices.map { timeline.place(packets, $0) }
  }

  struct Example: CustomTestStringConvertible {
    let testDescription: String
    let steps: [Step]
    /// The last packet's place.
    let frame: Int64
    var isReset = false
    var sampleRate = 8000
  }

  static let examples: [Example] = [
    Example(testDescription: "the next packet", steps: [Step()], frame: 160),
    Example(
      testDescription: "ten of them", steps: [Step](repeating: Step(), count: 10), frame: 1600),
    Example(
      testDescription: "in a file of 48 kHz", steps: [Step()], frame: 960, sampleRate: 48_000),
    Example(
      testDescription: "in a file of 44.1 kHz", steps: [Step()], frame: 882, sampleRate: 44_100),
    Example(
      testDescription: "a loss in time", steps: [Step(orders: 5, ticks: 800, seconds: 0.1)],
      frame: 800),
    Example(
      testDescription: "a loss in a burst", steps: [Step(orders: 5, ticks: 800, seconds: 0)],
      frame: 800),
    Example(
      testDescription: "a long loss in time",
      steps: [Step(orders: 500, ticks: 80_000, seconds: 10)],
      frame: 80_000),
    Example(
      testDescription: "a pause that capture time bears out",
      steps: [Step(ticks: 80_000, seconds: 10.5)], frame: 80_000),
    Example(
      testDescription: "a pause shorter than capture time says",
      steps: [Step(ticks: 4000, seconds: 30)], frame: 30 * 8000, isReset: true),
    Example(
      testDescription: "a packet that came late by an hour", steps: [Step(seconds: 3600)],
      frame: 160),
    Example(
      testDescription: "a jump forward", steps: [Step(ticks: 1_000_000)], frame: 160,
      isReset: true),
    Example(
      testDescription: "a jump forward after two seconds",
      steps: [Step(ticks: 1_000_000, seconds: 2)], frame: 16_000, isReset: true),
    Example(
      testDescription: "a jump backward", steps: [Step(), Step(ticks: -1_000_000, seconds: 0.5)],
      frame: 160 + 4000, isReset: true),
    Example(
      testDescription: "a jump of half the numbers", steps: [Step(ticks: 0x8000_0000)],
      frame: 160, isReset: true),
    Example(
      testDescription: "a step back within a second", steps: [Step(), Step(ticks: -100)],
      frame: 320, isReset: true),
    Example(
      testDescription: "a year's pause of the capture at a jump",
      steps: [Step(ticks: 1_000_000, seconds: 31_536_000)], frame: 160 + 4 * 3600 * 8000,
      isReset: true),
    Example(
      testDescription: "another clock", steps: [Step(ticks: 99_999, clockRate: 16_000)],
      frame: 160, isReset: true),
    Example(
      testDescription: "the packet after another clock",
      steps: [
        Step(ticks: 99_999, duration: 320, clockRate: 16_000),
        Step(ticks: 320, duration: 320, clockRate: 16_000),
      ], frame: 320),
    Example(
      testDescription: "comfort noise, whatever its clock",
      steps: [Step(kind: .comfortNoise, duration: 0, clockRate: 16_000)], frame: 160),
    Example(
      testDescription: "an event that began before the last audio",
      steps: [Step(), Step(ticks: -8000, kind: .event, duration: 0)], frame: -7840),
    Example(
      testDescription: "audio beside an event goes on by itself",
      steps: [Step(kind: .event, duration: 0), Step(ticks: 0, seconds: 0.02)], frame: 160),
    Example(
      testDescription: "an event of another base",
      steps: [Step(), Step(ticks: -1_000_000_000, kind: .event, duration: 0)], frame: 320,
      isReset: true),
  ]

  @Test("one packet after another", arguments: examples)
  func place(_ example: Example) {
    let last = Self.place(example.steps, sampleRate: example.sampleRate).last
    #expect(last?.frame == example.frame)
    #expect(last?.isReset == example.isReset)
  }

  @Test("a minute's worth of loss is believed without capture time, not an hour's")
  func credit() {
    let steps = [Step](repeating: Step(orders: 1000, ticks: 160_000, seconds: 0), count: 10)
    let placements = Self.place(steps)
    #expect(placements.prefix(4).map(\.frame) == [0, 160_000, 320_000, 480_000])
    #expect(placements.dropFirst(4).allSatisfy { $0.isReset })
    #expect((placements.last?.frame ?? 0) < 61 * 8000)
  }

  @Test("a trace whose capture times stand still is placed by its timestamps")
  func noTimes() {
    let steps = (0..<5000).map { index in
      index % 20 == 0 ? Step(orders: 2, ticks: 320, seconds: 0) : Step(seconds: 0)
    }
    let placements = Self.place(steps)
    #expect(placements.last?.frame == 840_000)
    #expect(placements.allSatisfy { !$0.isReset })
  }

  @Test("no packets make much more of a timeline than capture time and their own length")
  func hostile() {
    for seed in UInt64(0)..<200 {
      var random = Randomness(seed: seed)
      var time = 0.0
      var (latest, length) = (0.0, 0.0)
      let kinds = [TimedPacket.Kind.audio, .event, .comfortNoise]
      let scales: [Int64] = [100, 8000, 80_000, 0x7fff_ffff]
      let scale = scales.randomElement(using: &random) ?? 1
      let paces: [Double] = [0, 0.001, 1, 100_000]
      let pace = paces.randomElement(using: &random) ?? 0
      let back = random.chance(50) ? 0 : pace
      var steps: [Step] = []
      for _ in 0..<500 {
        let kind = kinds[random.chance(50) ? 0 : Int.random(in: 0...2, using: &random)]
        let isAudio = kind == .audio
        let gaps: [Int64] = [1, 1, 1, 9, 3000, 200_000]
        let step = Step(
          orders: gaps.randomElement(using: &random) ?? 1,
          ticks: Int64.random(in: -scale / 10...scale, using: &random),
          seconds: Double.random(in: -back...pace, using: &random), kind: kind,
          duration: isAudio ? Int64.random(in: 0...480, using: &random) : 0,
          clockRate: isAudio && random.chance(3) ? 16_000 : 8000)
        time += step.seconds
        latest = max(latest, time)
        length += Double(step.duration) / 8000 * 1.5
        steps.append(step)
      }
      let highest = Self.place(steps).map(\.frame).max() ?? 0
      #expect(Double(highest) / 8000 <= latest + length + 60 + 1)
    }
  }

  @Test("capture times at the ends of what 64 bits hold do no harm")
  func hostileTimes() {
    var timeline = Timeline(sampleRate: 48_000, clockRate: 8000)
    var random = Randomness(seed: 2)
    for order in Int64(0)..<2000 {
      let entry = PacketEntry(
        order: order, time: [Int64.min, .max, 0, -1].randomElement(using: &random) ?? 0,
        timestamp: UInt32.random(in: 0...(.max), using: &random), page: 0, offset: 0,
        length: 160, format: 0)
      let packet = TimedPacket(entry, kind: .audio, duration: 160, clockRate: 8000)
      let placement = timeline.place([packet], 0)
      #expect(placement.frame < 48_000 * 3600 * 24 * 400)
    }
  }

  @Test("shifting moves what follows")
  func shift() {
    var timeline = Timeline(sampleRate: 16_000, clockRate: 8000)
    timeline.shift(by: 100)
    let entry = PacketEntry(
      order: 0, time: 0, timestamp: 7, page: 0, offset: 0, length: 0, format: 0)
    let packet = TimedPacket(entry, kind: .audio, clockRate: 8000)
    #expect(timeline.place([packet], 0).frame == 100)
  }
}
