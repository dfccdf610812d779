import Audio
import RTP

/// An event with all its reports: what the rules are checked on.
struct EventPress {
  /// One report of the event.
  struct Report {
    let telephoneEvent: TelephoneEvent
    /// The RTP timestamp it counts from.
    let timestamp: UInt32
    let packet: EventLog.Packet
    /// Whether it came as an older block of a RED packet.
    let isRedundant: Bool
  }

  let format: EventFormat
  /// Timestamp of the event's start.
  let timestamp: UInt32
  let code: UInt8
  /// Ticks of the event's clock, as far as known.
  fileprivate(set) var duration: UInt32
  /// In order of sequence number.
  fileprivate(set) var reports: [Report]

  var first: Report { reports[0] }
  var last: Report { reports[reports.count - 1] }
  var seconds: Double { Double(duration) / Double(format.clockRate) }
  var digit: DTMFDigit? { DTMFDigit(rawValue: code) }
  var name: String { digit.map { "digit \($0)" } ?? EventName.of(code) }

  /// Reports that came as packets of their own, repeats of one sequence number left out.
  private var distinct: [Report] { reports.filter { !$0.isRedundant && !$0.packet.isDuplicate } }

  /// Reports with the E bit, repeats of one sequence number and redundant blocks included.
  var endReports: Int { reports.count { $0.telephoneEvent.isEnd } }

  func digit(from start: Double) -> EventDigit {
    let distinct = distinct
    return EventDigit(
      code: code, interval: Interval(start: start, end: start + seconds),
      volume: EventName.hasVolume(code) ? first.telephoneEvent.volume : nil,
      packets: max(1, distinct.count), endPackets: distinct.count { $0.telephoneEvent.isEnd })
  }
}

/// What a stream's event packets come to.
struct EventPresses {
  private(set) var presses: [EventPress] = []
  private(set) var malformed: [Finding] = []
  private let meanings: [MediaMeaning]
  private var assembler = EventAssembler()
  private var previousOrder: Int64?

  /// Orders this far apart belong to different runs of sequence numbers.
  private static let newRun: Int64 = 32_768
  /// Reports that are read of one packet; no sender comes near.
  private static let reportLimit = 16
  /// Presses that a report may still belong to.
  private static let openLimit = 64

  init(_ log: EventLog, meanings: [MediaMeaning], payloadTypes: [UInt8]) {
    self.meanings = meanings
    for packet in log.packets.stableSorted(by: { $0.order < $1.order }) {
      if let previousOrder, packet.order - previousOrder >= Self.newRun {
        assembler = EventAssembler()
      }
      previousOrder = packet.order
      receive(packet, payloadTypes)
    }
  }

  private mutating func receive(_ packet: EventLog.Packet, _ payloadTypes: [UInt8]) {
    guard meanings.indices.contains(packet.format) else { return }
    switch meanings[packet.format] {
    case .event(let format):
      receive(packet.payload.span, packet, format, offset: 0, isRedundant: false)
    case .redundancy:
      guard let blocks = RedundantBlock.blocks(in: packet.payload.span) else {
        malformed.append(
          Finding(
            .malformed, at: packet, "the lengths of its RED blocks do not add up (RFC 2198, 3)"))
        return
      }
      for (index, block) in blocks.enumerated() {
        guard let number = payloadTypes.lastIndex(of: block.payloadType),
          case .event(let format) = meanings[number]
        else { continue }
        receive(
          packet.payload.span.extracting(block.range), packet, format,
          offset: block.timestampOffset, isRedundant: index < blocks.count - 1)
      }
    case .audio, .other:
      break
    }
  }

  private mutating func receive(
    _ payload: Span<UInt8>, _ packet: EventLog.Packet, _ format: EventFormat, offset: UInt32,
    isRedundant: Bool
  ) {
    if payload.count == 0 || payload.count % 4 != 0, !packet.isTruncated, !packet.isDuplicate {
      malformed.append(
        Finding(
          .malformed, at: packet,
          "\(payload.count) bytes of payload, where each report takes 4 (RFC 4733, 2.3)"))
    }
    var timestamp = packet.timestamp &- offset
    var position = 0
    while position < 4 * Self.reportLimit, let event = TelephoneEvent(payload, at: position) {
      receive(
        EventPress.Report(
          telephoneEvent: event, timestamp: timestamp, packet: packet, isRedundant: isRedundant),
        format)
      timestamp &+= UInt32(event.duration)
      position += 4
    }
  }

  private mutating func receive(_ report: EventPress.Report, _ format: EventFormat) {
    let event = report.telephoneEvent
    if report.packet.isDuplicate {
      guard let index = index(code: event.code, covering: report.timestamp) else { return }
      presses[index].reports.append(report)
      return
    }
    let (assembled, change) = assembler.receive(event, timestamp: report.timestamp)
    if change == .grew, let index = index(code: event.code, from: assembled.timestamp) {
      presses[index].duration = assembled.duration
      presses[index].reports.append(report)
    } else {
      presses.append(
        EventPress(
          format: format, timestamp: assembled.timestamp, code: event.code,
          duration: assembled.duration, reports: [report]))
    }
  }

  private func index(code: UInt8, from timestamp: UInt32) -> Int? {
    presses.indices.suffix(Self.openLimit).last {
      presses[$0].code == code && presses[$0].timestamp == timestamp
    }
  }

  private func index(code: UInt8, covering timestamp: UInt32) -> Int? {
    presses.indices.suffix(Self.openLimit).last {
      presses[$0].code == code && presses[$0].last.timestamp == timestamp
    }
  }
}

extension EventName {
  /// Whether the volume field means something: for events that are tones (RFC 4733, section 2.3.4).
  static func hasVolume(_ code: UInt8) -> Bool { code <= 15 || (23...63).contains(code) }
}

extension Array {
  /// Sorted, what is equal staying in order.
  func stableSorted(by areInIncreasingOrder: (Element, Element) -> Bool) -> [Element] {
    enumerated().sorted {
      areInIncreasingOrder($0.element, $1.element)
        || (!areInIncreasingOrder($1.element, $0.element) && $0.offset < $1.offset)
    }.map(\.element)
  }
}
