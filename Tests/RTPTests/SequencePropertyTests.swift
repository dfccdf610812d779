import TestSupport
import Testing

@testable import RTP

@Suite("Sequence numbers, against a model that knows no haste")
struct SequencePropertyTests {
  struct Network: CustomTestStringConvertible {
    let testDescription: String
    var spacing: Int64 = 20_000_000
    var window: Int64 = 2_000_000_000
    var loss = 0
    var swap = 0
    var duplicate = 0
    var jump = 0
    var replay = 0
    var uneven = 0
    /// Jumps to just below the first number, with timestamps that go on or lie elsewhere.
    var below = 0
    /// Other payloads under the same numbers, and packets that were cut short.
    var altered = 0
    var cut = 0
    /// Ends of a call.
    var ends = 0
    var timesRunBack = false
  }

  static let networks = [
    Network(testDescription: "loss", loss: 5),
    Network(testDescription: "reordering", swap: 20),
    Network(testDescription: "duplicates", duplicate: 10),
    Network(testDescription: "jumps", jump: 1),
    Network(testDescription: "replays", replay: 1),
    Network(testDescription: "all of it", loss: 10, swap: 10, duplicate: 5, jump: 1, replay: 1),
    Network(
      testDescription: "all of it, 1 ms apart", spacing: 1_000_000, loss: 10, swap: 10,
      duplicate: 5, jump: 1, replay: 1),
    Network(
      testDescription: "all of it, a second apart", spacing: 1_000_000_000, loss: 10, swap: 10,
      duplicate: 5, jump: 1, replay: 1),
    Network(
      testDescription: "all of it, with uneven timestamps", loss: 10, swap: 20, duplicate: 10,
      jump: 1, replay: 1, uneven: 20),
    Network(
      testDescription: "other payloads", loss: 5, duplicate: 10, replay: 2, altered: 5, cut: 2),
    Network(
      testDescription: "other payloads, 5 ms apart", spacing: 5_000_000, loss: 5, swap: 5,
      duplicate: 10, replay: 2, altered: 2, cut: 2),
    Network(testDescription: "restarts below the first", loss: 5, swap: 5, uneven: 5, below: 3),
    Network(
      testDescription: "ends of calls", loss: 5, swap: 10, duplicate: 10, replay: 2, ends: 1),
    Network(testDescription: "no time at all", spacing: 0, loss: 10, swap: 10, duplicate: 5),
    Network(testDescription: "a window of nothing", window: 0, loss: 10, swap: 10, duplicate: 5),
    Network(
      testDescription: "times that run back", loss: 10, swap: 10, duplicate: 5, jump: 1,
      timesRunBack: true),
  ]

  typealias Sent = SequenceModel.Packet

  /// The digests of 256 payloads, the first of which is not known.
  static let digests: [PayloadDigest] = (0...255).map { payload in
    payload == 0
      ? .unknown : PayloadDigest(endOf: ([UInt8](repeating: 0, count: 12) + [UInt8(payload)]).span)
  }

  /// What arrives of 1000 packets over such a network.
  private static func arrivals(_ network: Network, _ random: inout Randomness) -> [Sent] {
    var sent: [Sent] = []
    var number = UInt16.random(in: 0...(.max), using: &random)
    var timestamp = UInt32.random(in: 0...(.max), using: &random)
    var payload: UInt8 = 1
    let first = number &+ 1
    while sent.count < 1000 {
      if random.chance(network.jump), random.chance(30) {
        number = UInt16.random(in: 0...(.max), using: &random)
      }
      if random.chance(network.replay), random.chance(30),
        let from = sent.randomElement(using: &random)
      {
        (number, timestamp) = (from.number, from.timestamp)
        payload = UInt8.random(in: 1...3, using: &random)
      }
      if random.chance(network.below), random.chance(30) {
        number = first &- UInt16.random(in: 0...150, using: &random)
        if random.chance(50) { timestamp = UInt32.random(in: 0...(.max), using: &random) }
      }
      number &+= 1
      timestamp &+= 160
      if random.chance(network.uneven) {
        timestamp &+= UInt32.random(in: 0...3, using: &random) &* 80 &- 160
      }
      if random.chance(network.loss) {
        let burst = random.chance(5) ? Int.random(in: 1...3200, using: &random) : 1
        number &+= UInt16(truncatingIfNeeded: burst)
        timestamp &+= UInt32(burst) * 160
      }
      sent.append(
        Sent(
          number: number, timestamp: timestamp, payload: random.chance(network.cut) ? 0 : payload))
    }
    var arrivals = sent
    for index in arrivals.indices where random.chance(network.swap) {
      let depth = [1, 1, 2, 5, 100, 300].randomElement(using: &random) ?? 1
      if index >= depth { arrivals.insert(arrivals.remove(at: index - depth), at: index) }
    }
    var index = 50
    while index < arrivals.count {
      if random.chance(network.duplicate) {
        let back = Int.random(in: 1...40, using: &random)
        arrivals.insert(arrivals[index - back], at: index)
        if random.chance(network.altered) { arrivals[index].payload = 9 }
      }
      index += 1
    }
    return arrivals
  }

  @Test("every verdict, count and watermark is the model's", arguments: networks)
  func model(_ network: Network) {
    var verdicts = 0
    seeds: for seed in UInt64(0)..<6 {
      var random = Randomness(seed: seed)
      var tracker = SequenceTracker(window: network.window)
      var model = SequenceModel(window: network.window)
      var time: Int64 = 1_600_000_000_000_000_000
      for sent in Self.arrivals(network, &random) {
        time += network.spacing
        if random.chance(1) { time += Int64.random(in: 0...5_000_000_000, using: &random) }
        let stamp = network.timesRunBack && random.chance(20) ? time - 3_000_000_000 : time
        if random.chance(network.ends) {
          model.endRun()
          tracker.endRun()
        }
        let expected = model.receive(sent, at: stamp)
        if model.isUndecided { continue seeds }
        let arrival = tracker.receive(
          sequenceNumber: sent.number, timestamp: sent.timestamp,
          digest: Self.digests[Int(sent.payload)], at: stamp)
        verdicts += 1
        guard arrival == expected else {
          Issue.record("\(arrival), by the model \(expected)")
          return
        }
        if verdicts % 8 == 0 { #expect(tracker.watermark == model.lowestWaitedFor ?? .min) }
      }
      #expect(tracker.expected == model.expected)
      #expect(tracker.lost == model.lost)
      #expect(tracker.duplicates == model.duplicates)
      #expect(tracker.reordered == model.reordered)
      #expect(tracker.late == model.late)
      #expect(tracker.strays == model.strays)
    }
    #expect(verdicts > 2000)
  }

  @Test("each packet is counted once, and none is accepted below a watermark", arguments: networks)
  func invariants(_ network: Network) {
    for seed in UInt64(100)..<106 {
      var random = Randomness(seed: seed)
      var tracker = SequenceTracker(window: network.window)
      var orders = Set<Int64>()
      var late = 0
      var isSound = true
      var watermark = Int64.min
      var time: Int64 = 0
      for sent in Self.arrivals(network, &random) {
        time += network.spacing
        let arrival = tracker.receive(
          sequenceNumber: sent.number, timestamp: sent.timestamp,
          digest: Self.digests[Int(sent.payload)], at: time)
        switch arrival {
        case .accepted(let order, _):
          isSound = isSound && order >= watermark && orders.insert(order).inserted
        case .restarted(let heldOrder, let order):
          isSound = isSound && heldOrder >= watermark && order == heldOrder + 1
          isSound = isSound && orders.insert(heldOrder).inserted && orders.insert(order).inserted
        case .late: late += 1
        case .duplicate, .held: break
        }
        isSound = isSound && tracker.watermark >= watermark
        watermark = tracker.watermark
      }
      #expect(isSound)
      tracker.finish()
      #expect(orders.count + late + tracker.duplicates + tracker.strays == tracker.packets)
      #expect(tracker.expected - tracker.lost == orders.count + late)
      Self.expectBursts(of: tracker, with: orders, late: late)
    }
  }

  /// Bursts are the holes between the orders, and never hold more or less than what was lost.
  private static func expectBursts(of tracker: SequenceTracker, with orders: Set<Int64>, late: Int)
  {
    let counts = tracker.lossBursts.counts
    let short = (0..<9).reduce(0) { $0 + ($1 + 1) * counts[$1] }
    #expect(short + 10 * counts[9] <= tracker.lost)
    if counts[9] == 0 { #expect(short == tracker.lost) }
    guard late == 0 else { return }
    var expected = [Int](repeating: 0, count: 10)
    let sorted = orders.sorted()
    for (order, next) in zip(sorted, sorted.dropFirst()) {
      let missing = next - order - 1
      // Runs are at least a cycle apart.
      if missing > 0, missing < 3000 { expected[min(Int(missing), 10) - 1] += 1 }
    }
    #expect(counts == expected)
  }
}
