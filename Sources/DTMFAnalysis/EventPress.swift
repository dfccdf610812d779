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
  private let payloadTypes: [UInt8]
  private var eventTypes = EventPayloadTypes()
  private var assembler = EventAssembler()

  /// Presses that a report may still belong to.
  private static let openLimit = 64

  init(_ log: EventLog, meanings: [MediaMeaning], payloadTypes: [UInt8]) {
    self.meanings = meanings
    self.payloadTypes = payloadTypes
    for (payloadType, meaning) in zip(payloadTypes, meanings) {
      eventTypes.set(payloadType, isEvent: meaning.event != nil)
    }
    for packet in log.packets.stableSorted(by: { $0.order < $1.order }) { receive(packet) }
  }

  private mutating func receive(_ packet: EventLog.Packet) {
    guard meanings.indices.contains(packet.format) else { return }
    let payload = packet.payload.span
    switch meanings[packet.format] {
    case .event(let format):
      receive(EventReports(payload, timestamp: packet.timestamp), of: packet, format)
    case .redundancy:
      let reports = EventReports(redundant: payload, timestamp: packet.timestamp, eventTypes)
      receive(reports, of: packet, nil)
    case .audio, .other:
      break
    }
  }

  /// Takes what a packet reports; `format` is that of reports that stand in no RED block.
  private mutating func receive(
    _ reports: EventReports, of packet: EventLog.Packet, _ format: EventFormat?
  ) {
    var reports = reports
    while let element = reports.next() {
      switch element {
      case .report(let report):
        guard let format = format ?? report.payloadType.flatMap({ eventFormat(of: $0) }) else {
          continue
        }
        receive(report, of: packet, format)
      case .oddLength(let bytes):
        complain(of: packet, "\(bytes) bytes of payload, where each report takes 4 (RFC 4733, 2.3)")
      case .brokenBlocks:
        complain(of: packet, "the lengths of its RED blocks do not add up (RFC 2198, 3)")
      }
    }
  }

  /// What an event payload type stands for, by its newest format.
  private func eventFormat(of payloadType: UInt8) -> EventFormat? {
    payloadTypes.lastIndex(of: payloadType).flatMap { meanings[$0].event }
  }

  /// A packet that the capture cut short, and a copy of one that came before, are not to blame.
  private mutating func complain(of packet: EventLog.Packet, _ message: String) {
    guard !packet.isTruncated, !packet.isDuplicate else { return }
    malformed.append(Finding(.malformed, at: packet, message))
  }

  private mutating func receive(
    _ report: EventReport, of packet: EventLog.Packet, _ format: EventFormat
  ) {
    let event = report.event
    let entry = EventPress.Report(
      telephoneEvent: event, timestamp: report.timestamp, packet: packet,
      isRedundant: report.isRedundant)
    if packet.isDuplicate {
      guard let index = index(code: event.code, covering: report.timestamp) else { return }
      presses[index].reports.append(entry)
      return
    }
    let (assembled, change) = assembler.receive(report, order: packet.order)
    if change == .grew, let index = index(code: event.code, from: assembled.timestamp) {
      presses[index].duration = assembled.duration
      presses[index].reports.append(entry)
    } else {
      presses.append(
        EventPress(
          format: format, timestamp: assembled.timestamp, code: event.code,
          duration: assembled.duration, reports: [entry]))
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
