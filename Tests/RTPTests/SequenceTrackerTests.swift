import TestSupport
import Testing

@testable import RTP

@Suite("Sequence numbers")
struct SequenceTrackerTests {
  private static let second: Int64 = 1_000_000_000

  /// A stream of 20 ms packets as it arrives.
  private struct Arrivals {
    var tracker = SequenceTracker(window: 2 * second)
    var time: Int64 = 0

    mutating func callAsFunction(
      _ number: Int, timestamp: UInt32? = nil, after pause: Int64 = second / 50
    ) -> SequenceTracker.Arrival {
      time += pause
      return tracker.receive(
        sequenceNumber: UInt16(truncatingIfNeeded: number),
        timestamp: timestamp ?? UInt32(truncatingIfNeeded: number &* 160), at: time)
    }

    @discardableResult
    mutating func run(_ numbers: some Sequence<Int>) -> [SequenceTracker.Arrival] {
      numbers.map { self($0) }
    }
  }

  private static func order(_ arrival: SequenceTracker.Arrival) -> Int64? {
    if case .accepted(let order, _) = arrival { order } else { nil }
  }

  @Test("a whole stream in order has nothing to report, over any number of wraps")
  func inOrder() {
    var receive = Arrivals()
    let orders = receive.run(65_000..<200_000).map(Self.order)
    #expect(orders.first == (1 << 16) + 65_000)
    #expect(zip(orders, orders.dropFirst()).allSatisfy { $1 == $0.map { $0 + 1 } })
    #expect(receive.tracker.expected == 135_000)
    #expect(receive.tracker.lost == 0)
    #expect(receive.tracker.reordered == 0)
    #expect(receive.tracker.restarts == 0)
  }

  @Test("what never comes is lost")
  func loss() {
    var receive = Arrivals()
    receive.run((0..<1000).filter { $0 % 10 != 5 })
    #expect(receive.tracker.expected == 1000)
    #expect(receive.tracker.lost == 100)
  }

  @Test("of more than 4,096 open holes the older half is given up early, and counted")
  func manyHoles() {
    var receive = Arrivals()
    for number in 0...4096 { _ = receive(2 * number, after: 0) }
    #expect(receive.tracker.earlyHoles == 0)
    _ = receive(2 * 4097, after: 0)
    #expect(receive.tracker.earlyHoles == 2048)
    #expect(receive.tracker.lost == 4097)
  }

  @Test("a packet behind others is reordered, not lost", arguments: [1, 5, 100])
  func reordering(_ depth: Int) {
    var receive = Arrivals()
    receive.run(Array(0..<10) + (11...10 + depth))
    #expect(receive(10) == .accepted(order: 65_546, isReordered: true))
    #expect(receive.tracker.lost == 0)
    #expect(receive.tracker.reordered == 1)
    #expect(receive.tracker.late == 0)
  }

  @Test("a hole is given up after both 2 s and 128 packets, never after one of them")
  func late() {
    // 5 s later, 100 packets behind.
    var sparse = Arrivals()
    sparse.run(0..<10)
    for number in 11...110 { _ = sparse(number, after: Self.second / 20) }
    #expect(sparse(10) == .accepted(order: 65_546, isReordered: true))
    // 1 s later, 1000 packets behind.
    var dense = Arrivals()
    dense.run(0..<10)
    for number in 11...1010 { _ = dense(number, after: Self.second / 1000) }
    #expect(dense(10) == .accepted(order: 65_546, isReordered: true))
    // 4 s later, 200 packets behind.
    var both = Arrivals()
    both.run(0..<10)
    both.run(11...210)
    #expect(both(10) == .late)
    #expect(both.tracker.late == 1)
    #expect(both.tracker.lost == 0)
  }

  @Test("repeats are counted, whether near, far or of a late packet")
  func duplicates() {
    var receive = Arrivals()
    receive.run(0..<100)
    for number in [99, 98, 50, 0, 0] { #expect(receive(number) == .duplicate) }
    #expect(receive.tracker.duplicates == 5)
    #expect(receive.tracker.lost == 0)
    #expect(receive.tracker.expected == 100)
    #expect(receive(100) == .accepted(order: 65_636, isReordered: false))
  }

  @Test("a repeat of a reordered packet far back is known, and hides no newer one")
  func duplicateOfReordered() {
    var receive = Arrivals()
    for number in Array(0..<10) + Array(11..<160) { _ = receive(number, after: 1_000_000) }
    #expect(receive(10) == .accepted(order: 65_546, isReordered: true))
    // 138 has the place of 10 in a memory of 128 packets.
    #expect(receive(138) == .duplicate)
    #expect(receive(10) == .duplicate)
  }

  @Test("another timestamp under the same number is no repeat")
  func sameNumber() {
    var receive = Arrivals()
    receive.run(0..<50)
    #expect(receive(40, timestamp: 999_999) == .held)
    #expect(receive(50) == .accepted(order: 65_586, isReordered: false))
    #expect(receive.tracker.strays == 1)
    #expect(receive.tracker.duplicates == 0)
  }

  @Test("packets from before the first one count while the start is open")
  func beforeStart() {
    var receive = Arrivals()
    receive.run(100..<110)
    #expect(receive(97) == .accepted(order: 65_633, isReordered: true))
    #expect(receive(98) == .accepted(order: 65_634, isReordered: true))
    #expect(receive.tracker.expected == 13)
    #expect(receive.tracker.lost == 1)
    #expect(receive.tracker.watermark == .min)
    receive.run(110..<300)
    // By now the start is final: it comes too late to be reordered.
    #expect(receive(96) == .held)
    #expect(receive.tracker.expected == 203)
    #expect(receive.tracker.lost == 1)
    #expect(receive.tracker.watermark == 65_836)
  }

  @Test("the first number may be 0 with the last of the cycle before behind it")
  func beforeZero() {
    var receive = Arrivals()
    receive.run([0, 1])
    #expect(receive(0xffff, timestamp: 0 &- 160) == .accepted(order: 65_535, isReordered: true))
    #expect(receive.tracker.expected == 3)
  }

  @Test("steps below 3000 are loss, others are held (RFC 3550, appendix A.1)")
  func dropout() {
    var near = Arrivals()
    near.run(0..<10)
    #expect(near(3008) == .accepted(order: 65_536 + 3008, isReordered: false))
    #expect(near.tracker.lost == 2998)
    var far = Arrivals()
    far.run(0..<10)
    #expect(far(3009) == .held)
    #expect(far.tracker.held?.sequenceNumber == 3009)
  }

  @Test("two in a row at a far place begin a new segment", arguments: [20_000, 40_000, 65_000])
  func restart(_ place: Int) throws {
    var receive = Arrivals()
    receive.run(0..<10)
    #expect(receive(place) == .held)
    let arrival = receive(place + 1)
    guard case .restarted(let heldOrder, let order) = arrival else {
      Issue.record("\(arrival)")
      return
    }
    #expect(order == heldOrder + 1)
    #expect(order - 65_545 >= 65_536)
    #expect(order % 65_536 == Int64(place) + 1)
    #expect(receive.tracker.restarts == 1)
    #expect(receive.tracker.expected == 12)
    #expect(receive.tracker.lost == 0)
    #expect(Self.order(receive(place + 2)) == order + 1)
  }

  @Test("one alone at a far place is a stray, wherever the next one stands")
  func stray() {
    var receive = Arrivals()
    receive.run(0..<10)
    #expect(receive(30_000) == .held)
    #expect(receive(30_000) == .duplicate)
    #expect(receive(10) == .accepted(order: 65_546, isReordered: false))
    #expect(receive(40_000) == .held)
    #expect(receive(50_000) == .held)
    #expect(receive.tracker.strays == 2)
    receive.tracker.finish()
    #expect(receive.tracker.strays == 3)
    #expect(receive.tracker.expected == 11)
  }

  @Test("a file of 150 packets played again is a new segment, at once or an hour later")
  func replay() {
    for pause in [Self.second / 50, 3600 * Self.second] {
      var receive = Arrivals()
      receive.run(0..<150)
      #expect(receive(0, after: pause) == .held)
      guard case .restarted = receive(1) else {
        Issue.record("a replay is taken for duplicates")
        return
      }
      receive.run(2..<150)
      #expect(receive.tracker.duplicates == 0)
      #expect(receive.tracker.expected == 300)
      #expect(receive.tracker.lost == 0)
    }
  }

  @Test("the watermark waits for a hole and no longer")
  func watermark() {
    var receive = Arrivals()
    receive.run(0..<200)
    #expect(receive.tracker.watermark == 65_736)
    receive.run(201..<301)
    #expect(receive.tracker.watermark == 65_736)
    receive.run(301..<400)
    #expect(receive.tracker.watermark == 65_936)
  }

  @Test("times at the ends of what 64 bits hold do no harm")
  func hostileTimes() {
    var tracker = SequenceTracker(window: 2 * Self.second)
    var random = Randomness(seed: 4)
    var came = 0
    for _ in 0..<5000 {
      let arrival = tracker.receive(
        sequenceNumber: UInt16.random(in: 0...400, using: &random), timestamp: 0,
        at: [Int64.min, .max, 0, -1].randomElement(using: &random) ?? 0)
      switch arrival {
      case .accepted, .late: came += 1
      case .restarted: came += 2
      case .duplicate, .held: break
      }
    }
    tracker.finish()
    #expect(tracker.packets == 5000)
    #expect(tracker.expected - tracker.lost == came)
    #expect(came + tracker.duplicates + tracker.strays == 5000)
  }

  @Test(
    "capture times at the ends of what 64 bits hold do no harm",
    arguments: [
      [.min, .max], [-9_000_000_000_000_000_000, 9_000_000_000_000_000_000], [0, .max],
      [.min + 1, 0, .max - 1],
    ] as [[Int64]])
  func extremeTimes(_ times: [Int64]) {
    var tracker = SequenceTracker(window: 2 * Self.second)
    for number in 0..<600 {
      let time = times[number * times.count / 600]
      let arrival = tracker.receive(
        sequenceNumber: UInt16(number), timestamp: UInt32(number * 160), at: time)
      #expect(arrival == .accepted(order: 65_536 + Int64(number), isReordered: false))
    }
    #expect(tracker.lost == 0)
  }
}
