import RTP
import Testing

@Suite("Numbers that come again")
struct ReplayTests {
  private static let second: Int64 = 1_000_000_000

  /// A stream of 20 ms packets as it arrives; the payload tells packets with the same numbers apart, 0 is one that was
  /// cut short.
  private struct Arrivals {
    var tracker = SequenceTracker(window: 2 * second)
    var time: Int64 = 0
    var payload: UInt8 = 1
    /// Packets that were accepted, or began a segment.
    var heard = 0

    @discardableResult
    mutating func callAsFunction(
      _ number: Int, timestamp: UInt32? = nil, payload: UInt8? = nil,
      after pause: Int64 = second / 50
    ) -> SequenceTracker.Arrival {
      time += pause
      let payload = payload ?? self.payload
      let bytes = [UInt8](repeating: payload, count: 20)
      let arrival = tracker.receive(
        sequenceNumber: UInt16(truncatingIfNeeded: number),
        timestamp: timestamp ?? UInt32(truncatingIfNeeded: number &* 160),
        digest: payload == 0 ? .unknown : PayloadDigest(endOf: bytes.span), at: time)
      switch arrival {
      case .accepted: heard += 1
      case .restarted: heard += 2
      case .duplicate, .late, .held: break
      }
      return arrival
    }

    mutating func run(_ numbers: some Sequence<Int>) { for number in numbers { self(number) } }
  }

  private static func isRestart(_ arrival: SequenceTracker.Arrival) -> Bool {
    if case .restarted = arrival { true } else { false }
  }

  @Test(
    "50 packets played three times are 150, by other payloads or behind the window",
    arguments: [(second, [1, 2, 3]), (second / 50, [1, 2, 1]), (3 * second, [1, 1, 1])]
      as [(Int64, [UInt8])])
  func replays(_ pause: Int64, _ payloads: [UInt8]) {
    var receive = Arrivals()
    for payload in payloads {
      receive.payload = payload
      receive.time += pause
      receive.run(1000..<1050)
    }
    #expect(receive.heard == 150)
    #expect(receive.tracker.duplicates == 0)
    #expect(receive.tracker.strays == 0)
    #expect(receive.tracker.restarts == 2)
    #expect(receive.tracker.lost == 0)
    #expect(receive.tracker.expected == 150)
  }

  @Test(
    "300 packets of 5 ms with another payload are none of them repeats, though all came within the window"
  )
  func shortPackets() {
    var receive = Arrivals()
    for number in 0..<200 { receive(number, after: Self.second / 200) }
    receive.payload = 2
    for number in 0..<200 { receive(number, after: Self.second / 200) }
    #expect(receive.heard == 400)
    #expect(receive.tracker.duplicates == 0)
  }

  @Test("copies within the window are dropped, whichever of both was cut short")
  func copies() {
    var receive = Arrivals()
    for number in 0..<100 {
      receive(number, payload: number % 3 == 0 ? 0 : 1)
      #expect(receive(number, payload: number % 3 == 1 ? 0 : 1, after: 1000) == .duplicate)
    }
    #expect(receive.tracker.duplicates == 100)
    #expect(receive.heard == 100)
  }

  @Test("copies of packets that came out of turn, or late, or far apart in time, are copies")
  func copiesOfOthers() {
    var receive = Arrivals()
    receive.run(0..<10)
    for number in 11..<40 { receive(number, after: Self.second / 5) }
    #expect(receive(10) == .accepted(order: 65_546, isReordered: true))
    #expect(receive(10) == .duplicate)
    receive(42, after: Self.second)
    for number in 43..<200 { receive(number) }
    for number in [40, 41] {
      #expect(receive(number) == .late)
      #expect(receive(number, after: 3_000_000) == .duplicate)
    }
    #expect(receive(200, after: 60 * Self.second) == .accepted(order: 65_736, isReordered: false))
    #expect(receive(200, after: 3_000_000) == .duplicate)
    #expect(receive.tracker.restarts == 0)
  }

  @Test("a single packet with another payload is a stray, and ends nothing")
  func alteredCopy() {
    var receive = Arrivals()
    receive.run(0..<50)
    #expect(receive(49, payload: 2) == .held)
    // 50 follows both; it goes on.
    #expect(receive(50) == .accepted(order: 65_586, isReordered: false))
    #expect(receive(30, payload: 2) == .held)
    receive.run(51..<100)
    #expect(receive.heard == 100)
    #expect(receive.tracker.strays == 2)
    #expect(receive.tracker.restarts == 0)
  }

  @Test("under the number of the last packet, but with a time of its own, begins a new segment")
  func lastNumberAgain() {
    var receive = Arrivals()
    receive.run(0..<50)
    #expect(receive(49, timestamp: 900_000) == .held)
    #expect(Self.isRestart(receive(50, timestamp: 900_160)))
  }

  @Test("behind the end of a call the same packets are others")
  func behindEnd() {
    var receive = Arrivals()
    receive.run(0..<3)
    receive.run(4..<50)
    receive.tracker.endRun()
    #expect(receive(0) == .held)
    #expect(Self.isRestart(receive(1)))
    receive.run(2..<50)
    #expect(receive.tracker.duplicates == 0)
    #expect(receive.tracker.expected == 100)
    #expect(receive.tracker.lost == 1)
    // And a packet from before the first is none of it either.
    receive.tracker.endRun()
    #expect(receive(0xffff, timestamp: 0 &- 160) == .held)
  }

  @Test("behind the end of a call numbers that go on begin nothing")
  func goesOn() {
    var receive = Arrivals()
    receive.run(0..<50)
    receive.tracker.endRun()
    receive.run(50..<100)
    #expect(receive.heard == 100)
    #expect(receive.tracker.restarts == 0)
  }

  @Test(
    "just below the first number a timestamp that lies elsewhere, or a later time, is a restart")
  func belowStart() {
    // Timestamps that go on.
    var forward = Arrivals()
    forward.run(1000..<1050)
    forward(950, timestamp: 1050 * 160)
    #expect(Self.isRestart(forward(951, timestamp: 1051 * 160)))
    // Anywhere else.
    var elsewhere = Arrivals()
    elsewhere.run(1000..<1050)
    elsewhere(990, timestamp: 3_000_000_000)
    #expect(Self.isRestart(elsewhere(991, timestamp: 3_000_000_160)))
    // Further back than any reordering reaches.
    var behind = Arrivals()
    behind.run(1000..<1050)
    behind(990, timestamp: 1000 * 160 - 100_000)
    #expect(Self.isRestart(behind(991, timestamp: 1000 * 160 - 100_000 + 160)))
    // In its place, but sent 2.2 s before: 60 packets before the first, which came a second ago.
    var early = Arrivals()
    early.run(1000..<1050)
    early(940)
    #expect(Self.isRestart(early(941)))
    // In its place, but behind the window.
    var later = Arrivals()
    later.run(1000..<1050)
    later(990, after: 3 * Self.second)
    #expect(Self.isRestart(later(991)))
    for tracker in [forward, elsewhere, behind, early, later].map(\.tracker) {
      #expect(tracker.lost == 0)
      #expect(tracker.late == 0)
      #expect(tracker.expected == 52)
    }
  }

  @Test("an event's packets before the first audio are reordered, whose timestamps stand")
  func eventBeforeStart() {
    var receive = Arrivals()
    receive(10, timestamp: 8000)
    for number in [9, 8, 7] {
      #expect(
        receive(number, timestamp: 7200)
          == .accepted(order: 65_536 + Int64(number), isReordered: true))
    }
  }

  @Test("into a hole that was given up comes who has its timestamp late, others begin a segment")
  func givenUpHole() {
    for (timestamp, isLate) in [(200 * 160, true), (301 * 160, false), (4_000_000_000, false)] {
      var receive = Arrivals()
      receive.run(0..<150)
      receive.run(300..<600)
      let first = receive(200, timestamp: UInt32(timestamp))
      #expect(first == (isLate ? .late : .held))
      let second = receive(201, timestamp: UInt32(timestamp + 160))
      #expect(isLate ? second == .late : Self.isRestart(second))
      #expect(receive.tracker.late == (isLate ? 2 : 0))
    }
  }

  @Test("a hole that is waited for takes any timestamp")
  func waitedFor() {
    var receive = Arrivals()
    receive.run(0..<10)
    receive.run(11..<20)
    #expect(receive(10, timestamp: 77) == .accepted(order: 65_546, isReordered: true))
  }

  @Test(
    "where the clock stands still, a hole is given up after 4,096 packets, and the start is final")
  func standingClock() {
    var receive = Arrivals()
    receive(1, after: 0)
    for number in 3...4098 { receive(number, after: 0) }
    // 4,097 packets: the start is final, and the hole was opened by the second.
    #expect(receive.tracker.watermark == 65_538)
    receive(4099, after: 0)
    #expect(receive.tracker.watermark == 65_538)
    receive(4100, after: 0)
    #expect(receive.tracker.watermark == 65_536 + 4101)
    #expect(receive(2, after: 0) == .late)
    #expect(receive.tracker.lost == 0)
  }
}
