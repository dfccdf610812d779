import TestSupport

@testable import Playout

/// A sender that does to its clock what real senders do, and knows where each of its packets belongs.
///
/// What it does is far from the limits that INTERFACE.md ("Time") sets, so that there is one right place for each packet.
struct SenderModel {
  /// A packet and where it belongs, in seconds from the first.
  struct Sent {
    let packet: TimedPacket
    /// Nil for reports of events.
    let place: Double?
  }

  enum Deed: CaseIterable {
    case silence, hold, keepalives, stepBack, stepForward, shortStep, outliers, standing, pause,
      wobble, clock, loss,
      restart, mangled, stall, digit
  }

  let clock: Int
  let duration: Int
  let mode: TimelineMode
  private(set) var sent: [Sent] = []
  private(set) var deeds: [Deed] = []
  private(set) var lost = 0
  private var random: Randomness
  private var order: Int64
  private var timestamp: Int64
  /// The time of the sender, and the place on the true timeline, in seconds.
  private var now = 0.0
  private var place = 0.0
  /// Ticks that timestamps count for a tick of audio.
  private var factor = 1.0
  private var wobble = 0.0
  private let jitter: Double
  /// How much faster the sender's clock runs than capture time.
  private let drift: Double
  /// Capture time at which a stalled network lets packets through again.
  private var stalled = 0.0
  private static let start = 1.6e9

  init(seed: UInt64, mode: TimelineMode, spacing: ClosedRange<Int> = 25...80, deeds count: Int = 6)
  {
    random = Randomness(seed: seed)
    self.mode = mode
    clock = [8000, 8000, 16_000, 48_000].randomElement(using: &random) ?? 8000
    duration = clock / 1000 * ([10, 20, 20, 20, 30, 40].randomElement(using: &random) ?? 20)
    jitter = [0, 0.002, 0.01, 0.03].randomElement(using: &random) ?? 0
    drift = [0, 0, 1e-4, -1e-4, 3e-4].randomElement(using: &random) ?? 0
    order = Int64.random(in: 70_000...120_000, using: &random)
    timestamp = Int64(UInt32.random(in: 0...(.max), using: &random))
    talk(Int.random(in: spacing, using: &random))
    for _ in 0..<count {
      guard let deed = Deed.allCases.randomElement(using: &random) else { break }
      deeds.append(deed)
      perform(deed)
      talk(Int.random(in: spacing, using: &random))
    }
  }

  private var seconds: Double { Double(duration) / Double(clock) }

  /// How long the capture lasts, and the true timeline, in seconds.
  var captured: Double { now }
  var length: Double { place }
  var isWhole: Bool { lost == 0 }

  private mutating func send(offBy ticks: Int64 = 0, delayedBy delay: Double = 0) {
    let late = jitter > 0 ? Double.random(in: 0...jitter, using: &random) : 0
    let noise =
      wobble > 0
      ? Int64(Double.random(in: -wobble...wobble, using: &random) * Double(duration) * factor) : 0
    let time = Self.start + max(now * (1 - drift) + late, stalled) + delay
    let entry = PacketEntry(
      order: order, time: Int64(time * 1e9),
      timestamp: UInt32(truncatingIfNeeded: timestamp + ticks + noise),
      page: 0, offset: 0, length: 160, format: 0)
    sent.append(
      Sent(
        packet: TimedPacket(entry, kind: .audio, duration: duration, clockRate: clock), place: place
      ))
    order += 1
  }

  private mutating func sendReport(of start: Int64) {
    let entry = PacketEntry(
      order: order, time: Int64((Self.start + now * (1 - drift)) * 1e9),
      timestamp: UInt32(truncatingIfNeeded: start), page: 0, offset: 0, length: 4, format: 1)
    sent.append(Sent(packet: TimedPacket(entry, kind: .event, clockRate: clock), place: nil))
    order += 1
  }

  private mutating func goOn(stepping ticks: Int64? = nil) {
    timestamp += ticks ?? Int64((Double(duration) * factor).rounded())
    now += seconds
    place += seconds
  }

  private mutating func talk(_ packets: Int) {
    for _ in 0..<packets {
      send()
      goOn()
    }
  }

  /// Time passes, on the timeline too.
  private mutating func rest(_ time: Double) {
    now += time
    place += time
  }

  private func ticks(_ time: Double) -> Int64 { Int64(time * Double(clock) * factor) }

  private mutating func perform(_ deed: Deed) {
    let time = Double.random(in: 0.4...8, using: &random)
    switch deed {
    case .silence:
      timestamp += ticks(time)
      rest(time)
    case .hold:
      // One packet with the next timestamp comes at the end of the hold.
      send(delayedBy: time)
      goOn()
      timestamp += ticks(time)
      rest(time)
    case .keepalives:
      timestamp += ticks(time)
      rest(time)
    case .stepBack:
      timestamp -= ticks(Double.random(in: 2.2 * seconds...20, using: &random))
      if random.chance(50) { rest(time) }
    case .stepForward:
      let pause = random.chance(50) ? time : 0
      timestamp += ticks(pause + Double.random(in: 0.4...200, using: &random))
      rest(pause)
    case .shortStep:
      timestamp += ticks(Double.random(in: 2.2 * seconds...1, using: &random))
      rest(time + 2.5)
    case .outliers:
      let off = Double.random(in: 2.2 * seconds...6, using: &random) * (random.chance(50) ? 1 : -1)
      for _ in 0..<Int.random(in: 1...10, using: &random) {
        send(offBy: ticks(off))
        goOn()
      }
    case .standing:
      let packets = Int.random(in: 2...60, using: &random)
      for _ in 0..<packets {
        send()
        goOn(stepping: 0)
      }
      timestamp +=
        Int64((Double(duration) * factor).rounded()) * (random.chance(50) ? Int64(packets) : 1)
    case .pause:
      now += time + 0.3
      if mode == .capture { place += time + 0.3 }
    case .wobble:
      wobble = 0.2
      talk(Int.random(in: 30...200, using: &random))
      wobble = 0
    case .clock:
      factor = [0.5, 2, 6, 0.25, 1].randomElement(using: &random) ?? 1
      talk(Int(2.5 / seconds))
    case .loss:
      let packets = Int.random(in: 1...12, using: &random)
      for _ in 0..<packets { goOn() }
      (order, lost) = (order + Int64(packets), lost + packets)
    case .mangled:
      let off = Double.random(in: 60...20_000, using: &random) * (random.chance(50) ? 1 : -1)
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        send(delayedBy: off)
        goOn()
      }
    case .stall:
      stalled = now + Double.random(in: 0.1...3, using: &random)
      talk(Int(3.2 / seconds))
    case .digit:
      // Reports in place of audio, all with the timestamp of the event's start.
      let (first, packets) = (timestamp, Int.random(in: 3...12, using: &random))
      for _ in 0..<packets {
        sendReport(of: first)
        goOn()
      }
    case .restart:
      order += 65_536 + Int64.random(in: 0...20_000, using: &random)
      timestamp = Int64(UInt32.random(in: 0...(.max), using: &random))
      if random.chance(50) { rest(time) }
    }
  }
}
