import RTP
import Testing

@testable import Demultiplexing

@Suite("Two senders with one SSRC between the same addresses")
struct SharedSSRCTests {
  /// Each sender's numbers, and how many packets it sends in a row.
  struct Senders: CustomTestStringConvertible {
    let testDescription: String
    var sequenceNumbers = (100, 40_000)
    var timestamps = (8000, 3_000_000_000)
    var inARow = (1, 1)
  }

  static let senders = [
    Senders(testDescription: "in turn"),
    Senders(testDescription: "two and two", inARow: (2, 2)),
    Senders(testDescription: "three and two", inARow: (3, 2)),
    Senders(testDescription: "four and one", inARow: (4, 1)),
    Senders(testDescription: "one and three", inARow: (1, 3)),
    Senders(testDescription: "sequence numbers that are near", sequenceNumbers: (100, 110)),
    Senders(testDescription: "equal sequence numbers", sequenceNumbers: (100, 100)),
    Senders(testDescription: "timestamps that are near", timestamps: (8000, 9000)),
    Senders(testDescription: "timestamps that are equal", timestamps: (8000, 8000)),
    Senders(testDescription: "numbers that wrap", sequenceNumbers: (65_530, 20_000)),
  ]

  @Test("are two streams, each with all its packets in a row", arguments: senders)
  func apart(_ senders: Senders) {
    var trace = DemultiplexedTrace()
    var sent = (0, 0)
    while sent.0 + sent.1 < 400 {
      for _ in 0..<senders.inARow.0 {
        trace.send(senders.sequenceNumbers.0 + sent.0, senders.timestamps.0 + sent.0 * 160)
        sent.0 += 1
      }
      for _ in 0..<senders.inARow.1 {
        trace.send(senders.sequenceNumbers.1 + sent.1, senders.timestamps.1 + sent.1 * 160)
        sent.1 += 1
      }
    }
    trace.demultiplexer.finish()
    let trackers = trace.demultiplexer.streams.map(\.reception.tracker)
    #expect(trackers.map(\.packets) == [sent.0, sent.1])
    for tracker in trackers {
      #expect(tracker.lost == 0)
      #expect(tracker.strays == 0)
      #expect(tracker.duplicates == 0)
      #expect(tracker.restarts == 0)
    }
    #expect(trace.demultiplexer.streams.map(\.isShared) == [true, true])
    #expect(trace.demultiplexer.counters.notRTP == 0)
  }

  @Test("with a stray among its few packets it is a stream at the end")
  func few() {
    var trace = DemultiplexedTrace()
    for number in [1, 2, 3, 700, 4, 5, 6, 7] { trace.send(number, number * 160) }
    trace.demultiplexer.finish()
    #expect(trace.demultiplexer.streams.map(\.reception.tracker.packets) == [8])
  }

  @Test("one that begins anew among its first packets, or sends a stray, is one stream")
  func alone() {
    for numbers in [
      [1, 2, 3, 30_000, 30_001], [1, 2, 50_000, 3, 4, 9000, 5], [1, 2, 4, 3, 3, 5],
    ] {
      var trace = DemultiplexedTrace()
      let last = numbers[numbers.count - 1]
      for number in numbers + Array(last + 1...last + 30) { trace.send(number, number * 160) }
      #expect(trace.demultiplexer.streams.count == 1)
      #expect(trace.demultiplexer.streams.first?.isShared == false)
    }
  }
}
