import Audio
import Codecs
import RTP

extension StreamPlayout {
  /// Gives the next packet its place on the timeline; events begin there, except in a trial.
  mutating func place(
    _ entry: PacketEntry, in page: Page, _ formats: [PayloadFormat], isTrial: Bool = false
  ) -> Timeline.Placement {
    let plan = plans[Int(entry.format)]
    if plan.kind == .audio, let rate = plan.rate {
      return timeline.place(
        entry, kind: .audio, duration: Int64(rate.duration(of: Int(entry.length))),
        clockRate: plan.clockRate)
    }
    return place(entry, page.span.extracting(entry.range), formats, isTrial: isTrial)
  }

  /// Places a packet whose payload must be read for that.
  private mutating func place(
    _ entry: PacketEntry, _ payload: Span<UInt8>, _ formats: [PayloadFormat], isTrial: Bool
  ) -> Timeline.Placement {
    let plan = plans[Int(entry.format)]
    let clockRate = plan.clockRate > 0 ? plan.clockRate : Int(timeline.clockRate)
    switch plan.kind {
    case .audio:
      let duration = codedDuration(payload, formats[Int(entry.format)])
      return timeline.place(
        entry, kind: .audio, duration: Int64(duration), clockRate: clockRate)
    case .event:
      let placement = timeline.place(entry, kind: .event, duration: 0, clockRate: clockRate)
      if !isTrial {
        let reports = EventReports(payload, timestamp: entry.timestamp)
        receive(reports, of: entry, placement, clockRate: clockRate, formats)
      }
      return placement
    case .redundancy:
      return placeRedundant(entry, payload, formats, isTrial: isTrial)
    case .cut:
      return timeline.place(entry, kind: .audio, duration: 0, clockRate: clockRate)
    case .comfortNoise, .unsupported, .unknown:
      return timeline.place(
        entry, kind: .comfortNoise, duration: 0, clockRate: Int(timeline.clockRate))
    }
  }

  /// Ticks that a payload lasts by its own word; 0 where it is damaged.
  private func codedDuration(_ payload: Span<UInt8>, _ format: PayloadFormat) -> Int {
    guard let codec = format.codec, let media = format.format else { return 0 }
    return codec.duration(of: payload, for: media) ?? 0
  }

  /// Takes the events that a packet reports; `clockRate` is that of those that stand in no RED block.
  mutating func receive(
    _ reports: EventReports, of entry: PacketEntry, _ placement: Timeline.Placement,
    clockRate: Int, _ formats: [PayloadFormat]
  ) {
    var reports = reports
    while let element = reports.next() {
      guard case .report(let report) = element else { continue }
      let block = report.payloadType.flatMap { formats.newest($0) }
      let clockRate = block.flatMap { formats[$0].format?.clockRate } ?? clockRate
      let ticks = Int64(Int32(bitPattern: report.timestamp &- entry.timestamp))
      events.receive(
        report, order: entry.order, isReset: placement.isReset,
        frame: placement.frame + ticks * Int64(sampleRate) / Int64(clockRate),
        clockRate: clockRate, sampleRate: sampleRate)
    }
  }
}
