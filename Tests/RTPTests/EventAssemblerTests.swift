import RTP
import Testing

@Suite("Putting telephone-events together")
struct EventAssemblerTests {
  /// One report: code, timestamp, duration, E bit.
  struct Sent {
    let code: UInt8
    let timestamp: UInt32
    let duration: UInt16
    var isEnd = false
    var volume: UInt8 = 10
    var order: Int64 = 0
    var isReset = false
  }

  /// The events that begin, each as it last stood.
  private static func assemble(_ reports: [Sent]) throws -> [AssembledEvent] {
    var assembler = EventAssembler()
    var events: [AssembledEvent] = []
    for sent in reports {
      let bytes = [
        sent.code, sent.volume | (sent.isEnd ? 0x80 : 0), UInt8(sent.duration >> 8),
        UInt8(sent.duration & 0xff),
      ]
      let (event, change) = assembler.receive(
        EventReport(try #require(report(bytes)), timestamp: sent.timestamp), order: sent.order,
        isReset: sent.isReset)
      switch change {
      case .began: events.append(event)
      case .grew:
        let index = try #require(
          events.lastIndex { $0.code == event.code && $0.timestamp == event.timestamp })
        events[index] = event
      }
    }
    return events
  }

  private static func press(
    _ code: UInt8, at timestamp: UInt32, _ durations: [UInt16], ends: Int = 3
  ) -> [Sent] {
    durations.map { Sent(code: code, timestamp: timestamp, duration: $0) }
      + [Sent](
        repeating: Sent(
          code: code, timestamp: timestamp, duration: (durations.last ?? 0) + 160, isEnd: true),
        count: ends)
  }

  @Test("updates and repeated ends are one event")
  func whole() throws {
    let events = try Self.assemble(Self.press(5, at: 8000, [160, 320, 480]))
    #expect(events.count == 1)
    #expect(events.first?.code == 5)
    #expect(events.first?.timestamp == 8000)
    #expect(events.first?.duration == 640)
    #expect(events.first?.packets == 6)
    #expect(events.first?.endPackets == 3)
    #expect(events.first?.volume == 10)
  }

  @Test("lost packets at either end shorten nothing that another report tells")
  func losses() throws {
    let reports = Self.press(5, at: 8000, [160, 320, 480])
    #expect(try Self.assemble(Array(reports.dropFirst(3))).map(\.duration) == [640])
    #expect(try Self.assemble(Array(reports.dropLast(3))).map(\.duration) == [480])
    #expect(try Self.assemble([reports[5]]).map(\.timestamp) == [8000])
  }

  @Test("an update that comes behind the end takes nothing away")
  func lateUpdate() throws {
    var reports = Self.press(5, at: 8000, [160, 320])
    reports.append(Sent(code: 5, timestamp: 8000, duration: 320, volume: 30))
    let events = try Self.assemble(reports)
    #expect(events.map(\.duration) == [480])
    #expect(events.map(\.endPackets) == [3])
    #expect(events.map(\.volume) == [10])
  }

  @Test("the same digit pressed twice is two events, with or without the end of the first")
  func twice() throws {
    for ends in [0, 3] {
      let events = try Self.assemble(
        Self.press(5, at: 8000, [160, 320], ends: ends) + Self.press(5, at: 9600, [160, 320]))
      #expect(events.map(\.timestamp) == [8000, 9600])
    }
  }

  @Test("interleaved codes of one timestamp stay apart")
  func interleaved() throws {
    let (one, two) = (Self.press(1, at: 0, [160, 320]), Self.press(2, at: 0, [160, 320, 480]))
    let events = try Self.assemble(zip(one, two).flatMap { [$0, $1] } + two.suffix(1))
    #expect(events.map(\.code) == [1, 2])
    #expect(events.map(\.duration) == [480, 640])
  }

  @Test("segments of a long event are one (RFC 4733, section 2.5.1.3)", arguments: [0, 3])
  func segments(_ lostUpdates: Int) throws {
    let first: UInt32 = 0xffff_f000  // the timestamp wraps inside the event
    var reports: [Sent] = []
    for segment in UInt32(0)..<3 {
      let start = first &+ segment * 0xffff
      let updates = stride(from: 800, to: 0xffff, by: 800).map { UInt16($0) } + [0xffff]
      reports += updates.dropLast(lostUpdates).map {
        Sent(code: 3, timestamp: start, duration: $0)
      }
    }
    reports.append(Sent(code: 3, timestamp: first &+ 3 * 0xffff, duration: 1000, isEnd: true))
    let events = try Self.assemble(reports)
    #expect(events.map(\.timestamp) == [first])
    #expect(events.map(\.duration) == [3 * 0xffff + 1000])
  }

  @Test("an event that ended is not continued by one that begins a segment later")
  func endedLongAgo() throws {
    let events = try Self.assemble(
      [Sent(code: 3, timestamp: 0, duration: 0xffff, isEnd: true)]
        + Self.press(3, at: 0xffff, [160]))
    #expect(events.count == 2)
  }

  @Test("a short event without its end is not continued by one a segment later")
  func shortWithoutEnd() throws {
    let events = try Self.assemble(
      Self.press(3, at: 0, [160, 320], ends: 0) + Self.press(3, at: 0xffff, [160]))
    #expect(events.map(\.duration) == [320, 320])
  }

  @Test("timestamps wrap between events")
  func wrap() throws {
    let events = try Self.assemble(
      Self.press(1, at: 0xffff_ff00, [160, 320]) + Self.press(1, at: 0x700, [160, 320]))
    #expect(events.map(\.duration) == [480, 480])
  }

  @Test("a new run of sequence numbers goes on with no event of the one before")
  func newRun() throws {
    for (step, count) in [(Int64(32_767), 1), (32_768, 2)] {
      let events = try Self.assemble([
        Sent(code: 1, timestamp: 0, duration: 160, order: 70_000),
        Sent(code: 1, timestamp: 0, duration: 320, order: 70_000 + step),
      ])
      #expect(events.count == count)
    }
  }

  @Test(
    "a packet that comes with a reset goes on with no event, but its own reports with each other")
  func reset() throws {
    let events = try Self.assemble([
      Sent(code: 1, timestamp: 0, duration: 160, order: 1),
      Sent(code: 1, timestamp: 0, duration: 320, order: 2, isReset: true),
      Sent(code: 1, timestamp: 0, duration: 480, order: 2, isReset: true),
    ])
    #expect(events.map(\.duration) == [160, 480])
  }
}
