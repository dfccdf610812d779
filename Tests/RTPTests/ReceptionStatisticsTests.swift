import RTP
import Testing

@Suite("Arrival times")
struct ReceptionStatisticsTests {
  private static let millisecond: Int64 = 1_000_000

  @Test("jitter is that of RFC 3550, appendix A.8, and its mean is over the packets")
  func jitter() throws {
    // Arrival in ms and timestamp in ticks of 8 kHz; the jitter, worked out by hand:
    // D = 0, +4, -4, +16, -16 ms; J += (|D| - J) / 16.
    let packets: [(Int64, UInt32, Double)] = [
      (0, 1000, 0),
      (20, 1160, 0),
      (44, 1320, 0.25),
      (60, 1480, 0.484375),
      (96, 1640, 1.4541015625),
      (100, 1800, 2.36322021484375),
    ]
    var statistics = ReceptionStatistics()
    var sum = 0.0
    for (index, (time, timestamp, jitter)) in packets.enumerated() {
      let now = time * Self.millisecond
      statistics.receive(at: now)
      statistics.receiveAudio(order: 0, timestamp: timestamp, clockRate: 8000, at: now)
      sum += jitter
      guard index > 0 else { continue }
      let mean = try #require(statistics.meanJitterMilliseconds)
      #expect(abs(mean - sum / Double(index)) < 1e-9)
    }
    #expect(abs(try #require(statistics.maximumJitterMilliseconds) - 2.36322021484375) < 1e-9)
    #expect(statistics.maximumDeltaMilliseconds == 36)
    #expect(statistics.firstTime == 0)
    #expect(statistics.lastTime == 100 * Self.millisecond)
  }

  @Test("what was not measured is nil")
  func unmeasured() {
    var statistics = ReceptionStatistics()
    #expect(statistics.maximumDeltaMilliseconds == nil)
    statistics.receive(at: 5)
    statistics.receiveAudio(order: 0, timestamp: 0, clockRate: 8000, at: 5)
    #expect(statistics.meanJitterMilliseconds == nil)
    #expect(statistics.maximumJitterMilliseconds == nil)
    #expect(statistics.maximumDeltaMilliseconds == nil)
  }

  @Test("packets whose capture times are all the same, as there are none, measure nothing")
  func noTimes() {
    var statistics = ReceptionStatistics()
    for index in Int64(0)..<50 {
      statistics.receive(at: 0)
      statistics.receiveAudio(
        order: index, timestamp: UInt32(index * 160), clockRate: 8000, at: 0)
    }
    #expect(statistics.meanJitterMilliseconds == nil)
    #expect(statistics.maximumJitterMilliseconds == nil)
    #expect(statistics.maximumDeltaMilliseconds == nil)
    #expect(!statistics.isMeasured)
  }

  @Test("the timestamp wraps without jitter")
  func wrap() {
    var statistics = ReceptionStatistics()
    for index in Int64(0)..<10 {
      let timestamp = UInt32(truncatingIfNeeded: 0xffff_fe00 + index * 160)
      statistics.receive(at: index * 20 * Self.millisecond)
      statistics.receiveAudio(
        order: index, timestamp: timestamp, clockRate: 8000, at: index * 20 * Self.millisecond)
    }
    #expect(statistics.maximumJitterMilliseconds ?? 1 < 1e-9)
  }

  @Test("a change of clock rate and a restart begin anew")
  func restart() {
    var statistics = ReceptionStatistics()
    for time in [Int64(0), 9020] { statistics.receive(at: time * Self.millisecond) }
    statistics.receiveAudio(order: 0, timestamp: 0, clockRate: 8000, at: 0)
    statistics.receiveAudio(order: 0, timestamp: 160, clockRate: 8000, at: 20 * Self.millisecond)
    statistics.receiveAudio(
      order: 0, timestamp: 77_777, clockRate: 48_000, at: 40 * Self.millisecond)
    statistics.receiveAudio(
      order: 0, timestamp: 78_737, clockRate: 48_000, at: 60 * Self.millisecond)
    statistics.restart()
    statistics.receiveAudio(order: 0, timestamp: 5, clockRate: 48_000, at: 9000 * Self.millisecond)
    statistics.receiveAudio(
      order: 0, timestamp: 965, clockRate: 48_000, at: 9020 * Self.millisecond)
    #expect(statistics.maximumJitterMilliseconds ?? 1 < 1e-9)
  }

  @Test("times that run back or pass what 64 bits hold do no harm")
  func hostileTimes() {
    var statistics = ReceptionStatistics()
    for time in [Int64.max, .min, 0, .max] {
      statistics.receive(at: time)
      statistics.receiveAudio(order: 0, timestamp: .max, clockRate: 1, at: time)
    }
    #expect(statistics.meanJitterMilliseconds?.isFinite == true)
  }
}
