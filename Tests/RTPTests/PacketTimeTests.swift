import RTP
import TestSupport
import Testing

@Suite("What else the arrival of packets tells")
struct PacketTimeTests {
  /// Feeds packets of 8 kHz in order of capture: (order, ticks, ms).
  private static func statistics(_ packets: [(Int64, Int, Double)]) -> ReceptionStatistics {
    var statistics = ReceptionStatistics()
    for (order, ticks, milliseconds) in packets {
      let time = Int64((milliseconds * 1e6).rounded())
      statistics.receive(at: time)
      statistics.receiveAudio(
        order: order, timestamp: UInt32(truncatingIfNeeded: ticks), clockRate: 8000, at: time)
    }
    statistics.finish()
    return statistics
  }

  /// `count` packets of 20 ms, each `delay` ms late.
  private static func stream(_ count: Int, delay: (Int) -> Double) -> [(Int64, Int, Double)] {
    (0..<count).map { (Int64($0), $0 * 160, Double($0) * 20 + delay($0)) }
  }

  /// The same as they arrive, where delays swap them.
  private static func network(_ count: Int, delay: (Int) -> Double) -> [(Int64, Int, Double)] {
    stream(count, delay: delay).sorted { $0.2 < $1.2 }
  }

  @Test("packets that share a timestamp have no time of their own")
  func frames() {
    var frames: [(Int64, Int, Double)] = []
    var still: [(Int64, Int, Double)] = []
    for order in 0..<60 {
      // Five packets a frame, as video has.
      let frame = order / 5
      frames.append((Int64(order), frame * 320, Double(frame) * 40))
      still.append((Int64(order), 0, Double(order) * 20))
    }
    #expect(Self.statistics(frames).packetTime.milliseconds == 40)
    #expect(Self.statistics(still).packetTime.milliseconds == nil)
  }

  @Test("the packet time is the most common step between sequence numbers that follow each other")
  func packetTime() {
    var packets: [(Int64, Int, Double)] = []
    var ticks = 0
    // 5 of 10 ms, then 40 of 30 ms, with nine other steps and a hole between.
    for order in Int64(0)..<60 {
      let step = order < 5 ? 80 : order % 4 == 0 ? 300 + Int(order) : 240
      ticks += step
      if order != 30 { packets.append((order, ticks, Double(ticks) / 8)) }
    }
    #expect(Self.statistics(packets).packetTime.milliseconds == 30)
    #expect(Self.statistics([(0, 0, 0)]).packetTime.milliseconds == nil)
    #expect(Self.statistics([(0, 0, 0), (2, 320, 40)]).packetTime.milliseconds == nil)
    #expect(Self.statistics([(0, 0, 0), (1, 160, 20)]).packetTime.milliseconds == 20)
  }

  @Test("the packet time outlasts a change of the clock rate")
  func clockChange() {
    var statistics = ReceptionStatistics()
    for index in 0..<30 {
      let isFast = (10..<15).contains(index)
      statistics.receiveAudio(
        order: Int64(index), timestamp: UInt32(index * (isFast ? 1920 : 160)),
        clockRate: isFast ? 48_000 : 8000, at: Int64(index) * 20_000_000)
    }
    #expect(statistics.packetTime.milliseconds == 20)
  }

  @Test("packets are late for a buffer by their delay against the first")
  func late() {
    // Every fifth packet 30 ms late, one 90 ms, one exactly 40 ms.
    let statistics = Self.statistics(
      Self.network(100) { $0 == 51 ? 90 : $0 == 61 ? 40 : $0 % 5 == 3 ? 30 : 0 })
    let late = statistics.delay.late
    #expect(late == [22, 1, 1, 0, 0])
    #expect(abs(statistics.delay.needed - 0.09) < 1e-6)
  }

  @Test("after a silence a receiver begins anew; after a loss it does not")
  func talkspurts() {
    // 50 packets, then everything 50 ms later, behind a silence of 2 s or a loss of 4 packets.
    let before = Self.stream(50) { _ in 0 }
    let after = Self.stream(100) { _ in 50 }[50...]
    let silence = before + after.map { ($0.0, $0.1 + 16_000, $0.2 + 2000) }
    #expect(Self.statistics(silence).delay.late[0] == 0)
    let loss = before + after.dropFirst(4)
    #expect(Self.statistics(loss).delay.late[1] == 46)
    #expect(Self.statistics(loss).delay.late[2] == 0)
  }

  @Test("a receiver's clock follows the sender's")
  func following() {
    // 400 ppm over 10 minutes: 240 ms in all.
    let slow = Self.statistics(Self.network(30_000) { Double($0) * 20 * 400e-6 })
    #expect(slow.delay.late[0] == 0)
    let fast = Self.statistics(
      Self.network(30_000) { -Double($0) * 20 * 400e-6 + ($0 % 100 == 7 ? 50 : 0) })
    #expect(fast.delay.late[1] == 300)
    #expect(fast.delay.late[2] == 0)
  }

  @Test("the drift against capture time is that of the least delayed packets")
  func drift() throws {
    var random = Randomness(seed: 3)
    for drift in [-80.0, 0, 35, 200] {
      // A clock that is fast sends early; the jitter is up to 40 ms.
      let statistics = Self.statistics(
        Self.network(15_000) {
          Double($0) * 20 * (1 / (1 + drift * 1e-6) - 1)
            + Double.random(in: 0...40, using: &random)
        })
      let found = try #require(statistics.delay.envelope?.drift)
      #expect(found.reference == .capture)
      #expect(abs(found.partsPerMillion - drift) < 3, "\(drift)")
      let uncertainty = try #require(found.uncertainty)
      #expect(abs(found.partsPerMillion - drift) < 2 * uncertainty)
    }
  }

  @Test("too few seconds, or too much scatter, tell no drift")
  func noDrift() {
    #expect(Self.statistics(Self.stream(700) { _ in 0 }).delay.envelope?.drift == nil)
    #expect(Self.statistics(Self.stream(1100) { _ in 0 }).delay.envelope?.drift != nil)
    let wandering = Self.stream(3000) { [0, 90, 20, 70, 5][$0 / 250 % 5] }
    #expect(Self.statistics(wandering).delay.envelope?.drift == nil)
  }

  @Test(
    "capture time that is set while RTP goes on is counted; what the network does is not",
    arguments: [
      ("set forward", [(1000, 3600.0)], 1), ("set back", [(1000, -2.5)], 1),
      ("set back and forward", [(500, -2.5), (1500, 2.5)], 2), ("nothing", [], 0),
    ])
  func steps(_ name: String, _ sets: [(Int, Double)], _ count: Int) throws {
    let statistics = Self.statistics(
      Self.stream(3000) { index in
        sets.filter { $0.0 <= index }.reduce(0) { $0 + $1.1 * 1000 }
      })
    #expect(statistics.delay.envelope?.steps == count, "\(name)")
    let first = statistics.delay.envelope?.firstStep
    #expect((first == nil) == sets.isEmpty)
    if let first {
      #expect(abs(first.length - sets[0].1) < 0.021)
      #expect(first.time == Int64(sets[0].0 - 1) * 20_000_000)
    }
  }

  @Test("a stall of the network, and a reset of the timestamp, are no steps of capture time")
  func stall() {
    // 1.6 s of packets come at once.
    let stall = Self.stream(3000) { (1000..<1080).contains($0) ? Double(1080 - $0) * 20 : 0 }
    #expect(Self.statistics(stall).delay.envelope?.steps == 0)
    let reset = Self.stream(1500) { _ in 0 }.map { packet in
      (packet.0, packet.0 < 500 ? packet.1 : packet.1 + 640_000_000, packet.2)
    }
    #expect(Self.statistics(reset).delay.envelope?.steps == 0)
  }
}
