import DTMFAnalysis
import TestSupport
import Testing

@Suite("Telephone-events of a stream")
struct StreamEventsTests {
  var trace = EventTrace()

  @Test("every digit, with its length, volume and packets, and nothing to complain of")
  mutating func digits() {
    trace.audio(5)
    for code in UInt8(0)..<16 {
      trace.press(code)
      trace.audio(4)
    }
    let stream = trace.read()
    #expect(stream.digits == "0123456789*#ABCD")
    #expect(stream.findings.isEmpty)
    #expect(stream.events.allSatisfy { $0.packets == 8 && $0.endPackets == 3 && $0.volume == 10 })
    #expect(stream.events[0].interval == Interval(start: 0.1, end: 0.2))
    #expect(abs(stream.events[1].interval.start - 0.28) < 1e-9)
  }

  @Test("the first packet and all updates but one lost: the event is still whole")
  mutating func losses() {
    trace.audio(3)
    let start = trace.tick
    trace.lose(4)
    trace.report([EventTrace.bytes(7, 800)], timestamp: start)
    trace.lose(3)
    trace.audio(2)
    let stream = trace.read()
    #expect(stream.digits == "7")
    #expect(abs(stream.events[0].interval.duration - 0.1) < 1e-9)
    #expect(!stream.events[0].isComplete)
    #expect(stream.rules == [.endMissing])
    #expect(stream.findings[0].severity == .warning)
  }

  @Test("packets out of order and duplicated count once and in order")
  mutating func disorder() {
    trace.audio(3)
    let start = trace.tick
    let first = trace.sequence
    for (place, duration) in [(0, 160), (2, 480), (1, 320), (3, 640)] {
      trace.sequence = first + Int64(place)
      trace.report([EventTrace.bytes(5, duration)], timestamp: start, marker: place == 0)
    }
    trace.sequence = first + 4
    for _ in 0..<3 { trace.report([EventTrace.bytes(5, 800, isEnd: true)], timestamp: start) }
    trace.report([EventTrace.bytes(5, 800, isEnd: true)], timestamp: start, isDuplicate: true)
    let stream = trace.read()
    #expect(stream.digits == "5")
    #expect(stream.events[0].packets == 7)
    #expect(stream.events[0].endPackets == 3)
    #expect(stream.findings.isEmpty)
  }

  @Test("an event beyond 0xFFFF ticks is one digit")
  mutating func segments() {
    trace.audio(3)
    let start = trace.tick
    trace.report([EventTrace.bytes(3, 160)], timestamp: start, marker: true)
    trace.report([EventTrace.bytes(3, 0xffff)], timestamp: start)
    trace.report([EventTrace.bytes(3, 160)], timestamp: start &+ 0xffff)
    for _ in 0..<3 {
      trace.report([EventTrace.bytes(3, 1600, isEnd: true)], timestamp: start &+ 0xffff)
    }
    let stream = trace.read()
    #expect(stream.digits == "3")
    #expect(abs(stream.events[0].interval.duration - 67_135 / 8000.0) < 1e-9)
    #expect(stream.findings.isEmpty)
  }

  @Test("two events in flight do not disturb each other")
  mutating func interleaved() {
    trace.audio(1)
    let (first, second) = (trace.tick, trace.tick &+ 400)
    for update in 1...4 {
      let marker = update == 1
      trace.report([EventTrace.bytes(1, update * 400)], timestamp: first, marker: marker)
      trace.report([EventTrace.bytes(2, update * 400)], timestamp: second, marker: marker)
    }
    for _ in 0..<3 {
      trace.report([EventTrace.bytes(1, 2000, isEnd: true)], timestamp: first)
      trace.report([EventTrace.bytes(2, 2000, isEnd: true)], timestamp: second)
    }
    let stream = trace.read()
    #expect(stream.digits == "12")
    #expect(stream.findings.isEmpty)
  }

  @Test("several events in one packet follow each other")
  mutating func packed() {
    trace.audio(1)
    let start = trace.tick
    for _ in 0..<3 {
      trace.report(
        [EventTrace.bytes(8, 400, isEnd: true), EventTrace.bytes(9, 800, isEnd: true)],
        timestamp: start, marker: true)
    }
    let stream = trace.read()
    #expect(stream.digits == "89")
    #expect(abs(stream.events[1].interval.start - stream.events[0].interval.end) < 1e-9)
    #expect(stream.findings.isEmpty)
  }

  @Test("redundant blocks bring back an event whose packets were lost")
  mutating func redundancy() {
    trace.audio(1)
    let start = trace.tick
    trace.lose(3)
    // One older block, 480 ticks back, 4 bytes, payload type 101; then the primary one.
    let older = UInt32(480) << 10 | 4
    let header: [UInt8] = [
      0x80 | 101, UInt8(older >> 16), UInt8(older >> 8 & 0xff), UInt8(older & 0xff), 101,
    ]
    trace.report(
      bytes: header + EventTrace.bytes(4, 400, isEnd: true) + EventTrace.bytes(6, 160),
      timestamp: start &+ 480, format: 2)
    #expect(trace.read().digits == "46")
  }

  @Test("48 kHz: lengths are in the event's ticks", arguments: [8000, 16_000, 48_000])
  func clocks(rate: Int) {
    var trace = EventTrace()
    trace.clockRate = UInt32(rate)
    trace.audio(2)
    trace.press(10)
    trace.audio(2)
    let stream = trace.read(
      EventFormat(payloadType: 101, clockRate: rate, negotiation: .unknown))
    #expect(stream.digits == "*")
    #expect(abs(stream.events[0].interval.duration - 0.1) < 1e-9)
    #expect(stream.findings.isEmpty)
  }

  @Test("events that are no digits have a name and are none")
  mutating func others() {
    trace.audio(1)
    for code: UInt8 in [16, 32, 36, 66, 144, 200, 250] { trace.press(code, volume: 0) }
    let stream = trace.read()
    #expect(stream.digits == "")
    #expect(
      stream.events.map(\.name) == [
        "flash", "ANS", "CNG", "dial tone", "ABCD signalling state 0000",
        "MFC backward signal 10", "event 250",
      ])
  }

  @Test("nothing that a trace can hold makes it trap")
  func hostile() {
    var random = Randomness(seed: 4733)
    for _ in 0..<200 {
      var trace = EventTrace()
      for _ in 0..<60 {
        let bytes = random.bytes(Int.random(in: 0...40, using: &random))
        trace.sequence = Int64.random(in: 0...200_000, using: &random)
        trace.report(
          bytes: bytes, timestamp: .random(in: 0...UInt32.max, using: &random),
          marker: random.chance(50), format: .random(in: 0...4, using: &random),
          isDuplicate: random.chance(50), isTruncated: random.chance(50))
        if random.chance(50) { trace.audio(1) }
      }
      #expect(trace.read().events.count <= 60 * 16 * 2)
    }
  }
}
