package import RTP

/// Where an event lies on its stream's timeline.
package struct EventPlace: Sendable {
  package let code: UInt8
  /// RTP timestamp of its start.
  package let timestamp: UInt32
  /// Seconds from the stream's time zero.
  package let start: Double

  package init(code: UInt8, timestamp: UInt32, start: Double) {
    self.code = code
    self.timestamp = timestamp
    self.start = start
  }
}

/// The telephone-events of a stream, and where they break RFC 4733.
package struct StreamEvents: Sendable {
  /// In order of their start.
  package let events: [EventDigit]
  /// In order of their packets.
  package let findings: [Finding]
  /// Findings beyond the limit of their rule, which are counted only.
  package let unlistedFindings: Int

  /// Reads the events of a stream out of its packets.
  ///
  /// `meanings` and `payloadTypes` say what the formats are, by the index that packets name;
  /// `places` are the events as the stream's playout placed them, in order.
  package init(
    _ log: EventLog, meanings: [MediaMeaning], payloadTypes: [UInt8], places: [EventPlace]
  ) {
    let read = EventPresses(log, meanings: meanings, payloadTypes: payloadTypes)
    var starts = EventStarts(places)
    let audioClock =
      meanings.lazy.compactMap { if case .audio(let clock) = $0 { clock } else { nil } }.first
    events = read.presses.map { press in
      press.digit(
        from: starts.take(
          press.code, press.timestamp, clockRate: audioClock ?? press.format.clockRate))
    }.stableSorted { $0.interval.start < $1.interval.start }
    let checked = ConformanceCheck(log, meanings: meanings).findings(on: read.presses)
    unlistedFindings = checked.unlisted
    findings = (read.malformed + checked.listed).stableSorted {
      ($0.input, $0.packet) < ($1.input, $1.packet)
    }
  }
}

/// Looks up the places of events, each only once: a code and timestamp may come again.
private struct EventStarts {
  private struct Key: Hashable {
    let code: UInt8
    let timestamp: UInt32
  }

  private var places: [Key: [Double]] = [:]
  /// The last place that was found, for what was not placed itself.
  private var reference: (timestamp: UInt32, start: Double)?

  init(_ list: [EventPlace]) {
    for place in list.reversed() {
      places[Key(code: place.code, timestamp: place.timestamp), default: []].append(place.start)
    }
    reference = list.first.map { ($0.timestamp, $0.start) }
  }

  mutating func take(_ code: UInt8, _ timestamp: UInt32, clockRate: Int) -> Double {
    if let start = places[Key(code: code, timestamp: timestamp)]?.popLast() {
      reference = (timestamp, start)
      return start
    }
    guard let reference else { return 0 }
    let ticks = Int32(bitPattern: timestamp &- reference.timestamp)
    return max(0, reference.start + Double(ticks) / Double(clockRate))
  }
}
