import DTMFAnalysis
import Testing

@Suite("Conformance to RFC 4733")
struct ConformanceTests {
  var trace = EventTrace()

  init() { trace.audio(5) }

  /// The only finding.
  private func finding(_ format: EventFormat? = nil) throws -> Finding {
    let findings = trace.read(format).findings
    try #require(findings.count == 1, "\(findings.map(\.message))")
    return findings[0]
  }

  @Test("timestamp-changed: every update moves the timestamp on")
  mutating func timestampChanged() {
    for update in 0..<3 {
      let timestamp = trace.tick
      trace.pause(0.02)
      trace.report(
        [EventTrace.bytes(1, 160 * (update + 1))], timestamp: timestamp, marker: update == 0)
    }
    let changed = trace.read().findings.filter { $0.rule == .timestampChanged }
    #expect(changed.map(\.packet) == [7, 8])
    #expect(changed.allSatisfy { $0.severity == .error && $0.message.contains("RFC 4733, 2.2.1") })
  }

  @Test("timestamp-changed: the same digit pressed again is none")
  mutating func pressedAgain() {
    trace.press(1)
    trace.audio(3)
    trace.press(1)
    #expect(trace.read().findings.isEmpty)
  }

  @Test("duration-decreased")
  mutating func durationDecreased() throws {
    let start = trace.tick
    for (index, duration) in [160, 480, 320].enumerated() {
      trace.report([EventTrace.bytes(2, duration)], timestamp: start, marker: index == 0)
    }
    for _ in 0..<3 { trace.report([EventTrace.bytes(2, 640, isEnd: true)], timestamp: start) }
    let finding = try finding()
    #expect(finding.rule == .durationDecreased)
    #expect(finding.severity == .error)
    #expect(finding.packet == 8)
  }

  @Test("end-missing: an error where no packet is missing")
  mutating func endMissing() throws {
    trace.press(3, ends: 0)
    trace.audio(3)
    let finding = try finding()
    #expect(finding.rule == .endMissing)
    #expect(finding.severity == .error)
    #expect(finding.packet == 10)
  }

  @Test("end-missing: a warning where packets are missing behind the last report")
  mutating func endLost() throws {
    trace.press(3, ends: 0)
    trace.lose(3)
    trace.audio(3)
    let finding = try finding()
    #expect(finding.rule == .endMissing)
    #expect(finding.severity == .warning)
  }

  @Test("end-missing: a state without end needs none")
  mutating func state() {
    trace.report([EventTrace.bytes(64, 0, volume: 0)], timestamp: trace.tick, marker: true)
    trace.audio(3)
    #expect(trace.read().findings.isEmpty)
  }

  @Test("wrong-clock: durations of 8 kHz where 48 kHz was agreed")
  mutating func wrongClock() throws {
    trace.press(4)
    trace.audio(1)
    let finding = try finding(
      EventFormat(payloadType: 101, clockRate: 48_000, negotiation: .unknown))
    #expect(finding.rule == .wrongClock)
    #expect(finding.severity == .error)
    #expect(finding.message.contains("8000 Hz, not 48000"))
  }

  @Test("wrong-clock: the timestamp is not on the audio's timeline")
  mutating func strayTimestamp() throws {
    let start = trace.tick
    trace.tick = start &+ 8_000_000
    trace.press(4)
    trace.tick = start
    #expect(try finding().rule == .wrongClock)
  }

  @Test("malformed: a report cut in the middle")
  mutating func malformed() throws {
    trace.report(bytes: [1, 10, 0], timestamp: trace.tick, marker: true)
    let finding = try finding()
    #expect(finding.rule == .malformed)
    #expect(finding.packet == 6)
    #expect(finding.severity == .error)
  }

  @Test("malformed: what the capture cut short is not")
  mutating func truncated() {
    trace.report(bytes: [1, 10, 0], timestamp: trace.tick, marker: true, isTruncated: true)
    #expect(trace.read().findings.isEmpty)
  }

  @Test("marker-missing, unless the packet before is missing", arguments: [0, 1])
  func markerMissing(lost: Int) {
    var trace = trace
    trace.lose(lost)
    trace.press(5, marker: false)
    #expect(trace.read().rules == (lost == 0 ? [.markerMissing] : []))
  }

  @Test("duration-zero")
  mutating func durationZero() throws {
    let start = trace.tick
    trace.report([EventTrace.bytes(6, 0)], timestamp: start, marker: true)
    for _ in 0..<3 { trace.report([EventTrace.bytes(6, 640, isEnd: true)], timestamp: start) }
    let finding = try finding()
    #expect(finding.rule == .durationZero)
    #expect(finding.severity == .warning)
  }

  @Test("end-not-repeated, unless a packet around the end is missing", arguments: [1, 2, 3])
  func endNotRepeated(ends: Int) {
    var (whole, holed) = (trace, trace)
    whole.press(7, ends: ends)
    whole.audio(2)
    #expect(whole.read().rules == (ends < 3 ? [.endNotRepeated] : []))
    holed.press(7, ends: ends)
    holed.lose(1)
    holed.audio(2)
    #expect(holed.read().rules.isEmpty)
  }

  @Test("not-negotiated: the payload type is not in the SDP")
  mutating func notNegotiated() throws {
    trace.press(8)
    let finding = try finding(
      EventFormat(payloadType: 101, clockRate: 8000, negotiation: .missing))
    #expect(finding.rule == .notNegotiated)
    #expect(finding.severity == .warning)
  }

  @Test("not-negotiated: the event is not among those of the fmtp line")
  mutating func notListed() throws {
    trace.press(16, volume: 0)
    for (parameters, isListed) in [("0-15", false), ("0-16", true), ("0-15,16", true)] {
      let codes = try #require(EventCodes(parameters: parameters))
      let format = EventFormat(
        payloadType: 101, clockRate: 8000, negotiation: .negotiated(codes: codes))
      #expect(trace.read(format).rules == (isListed ? [] : [.notNegotiated]))
    }
  }

  @Test("audio-timestamp-stalled")
  mutating func audioTimestampStalled() throws {
    let before = trace.tick
    trace.press(9, updates: 10)
    trace.tick = before
    trace.audio(2)
    let finding = try finding()
    #expect(finding.rule == .audioTimestampStalled)
    #expect(finding.severity == .warning)
  }

  @Test("volume-out-of-range", arguments: [(UInt8(36), false), (37, true), (63, true)])
  func volume(volume: UInt8, isOut: Bool) {
    var trace = trace
    trace.press(1, volume: volume)
    #expect(trace.read().rules == (isOut ? [.volumeOutOfRange] : []))
  }
}
