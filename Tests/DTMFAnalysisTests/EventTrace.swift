import Audio
import DTMFAnalysis
import RTP

/// Writes the packets of a stream with events, as a sender would send them; ptime is 20 ms.
struct EventTrace {
  var log = EventLog()
  var sequence: Int64 = 65_536
  /// RTP time and capture time run together.
  var tick: UInt32 = 80_000
  var clockRate: UInt32 = 8000
  private(set) var number = 0
  private let step = 0.020

  private var samples: UInt32 { UInt32(Double(clockRate) * step) }
  private var time: Int64 = 1_700_000_000_000_000_000

  /// Sends audio packets.
  mutating func audio(_ count: Int) {
    for _ in 0..<count {
      number += 1
      log.pass(EventLog.Neighbour(order: sequence, time: time, timestamp: tick, format: 0))
      advance()
    }
  }

  /// Lets packets go missing.
  mutating func lose(_ count: Int) {
    for _ in 0..<count {
      number += 1
      advance()
    }
  }

  /// Lets time go by without packets.
  mutating func pause(_ seconds: Double) {
    tick &+= UInt32(seconds * Double(clockRate))
    time += Int64(seconds * 1e9)
  }

  private mutating func advance() {
    sequence += 1
    tick &+= samples
    time += Int64(step * 1e9)
  }

  /// Sends one packet of reports.
  mutating func report(
    _ reports: [[UInt8]], timestamp: UInt32, marker: Bool = false, format: Int = 1,
    isDuplicate: Bool = false, isTruncated: Bool = false
  ) {
    report(
      bytes: reports.flatMap { $0 }, timestamp: timestamp, marker: marker, format: format,
      isDuplicate: isDuplicate, isTruncated: isTruncated)
  }

  mutating func report(
    bytes: [UInt8], timestamp: UInt32, marker: Bool = false, format: Int = 1,
    isDuplicate: Bool = false, isTruncated: Bool = false
  ) {
    number += 1
    log.receive(
      EventLog.Packet(
        order: isDuplicate ? sequence - 1 : sequence, time: time, timestamp: timestamp,
        marker: marker, format: format, payload: bytes, isTruncated: isTruncated,
        isDuplicate: isDuplicate, input: 0, number: number))
    if !isDuplicate { sequence += 1 }
  }

  /// Sends a whole event: `updates` packets, then `ends` more with the E bit.
  mutating func press(
    _ code: UInt8, updates: Int = 5, ends: Int = 3, marker: Bool = true, volume: UInt8 = 10
  ) {
    let start = tick
    for update in 1...updates {
      tick &+= samples
      time += Int64(step * 1e9)
      report(
        [Self.bytes(code, update * Int(samples), volume: volume)], timestamp: start,
        marker: marker && update == 1)
    }
    for _ in 0..<ends {
      report(
        [Self.bytes(code, updates * Int(samples), isEnd: true, volume: volume)], timestamp: start)
    }
  }

  static func bytes(
    _ code: UInt8, _ duration: Int, isEnd: Bool = false, volume: UInt8 = 10
  ) -> [UInt8] {
    [code, volume | (isEnd ? 0x80 : 0), UInt8(duration >> 8), UInt8(duration & 0xff)]
  }

  /// What the analysis reads out of it; each event is placed by its timestamp from 80,000 on.
  func read(_ format: EventFormat? = nil) -> StreamEvents {
    let event = format ?? EventFormat(payloadType: 101, clockRate: 8000, negotiation: .unknown)
    return StreamEvents(
      log, meanings: [.audio(clockRate: Int(clockRate)), .event(event), .redundancy],
      payloadTypes: [0, 101, 100], places: [EventPlace(code: 255, timestamp: 80_000, start: 0)])
  }
}

extension StreamEvents {
  var digits: String { events.compactMap(\.digit).text }
  var rules: [Finding.Rule] { findings.map(\.rule) }
}
