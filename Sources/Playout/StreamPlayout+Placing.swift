import Audio
import Codecs
import RTP

extension StreamPlayout {
  /// Gives a packet of the batch its place on the timeline; events begin there, except in a trial.
  ///
  /// `behind` gives the packets that follow it, where they must be looked at.
  mutating func place(
    _ entry: PacketEntry, in batch: EncodedBatch, _ formats: [PayloadFormat], isTrial: Bool = false,
    behind: () -> ArraySlice<PacketEntry>
  ) -> Timeline.Placement {
    let packet = timed(entry, in: batch.page(of: entry), formats)
    let placement =
      timeline.placeNext(packet) ?? judge(packet, behind(), in: batch, formats)
    if !isTrial { receiveEvents(entry, in: batch.page(of: entry), packet, placement, formats) }
    return placement
  }

  private mutating func judge(
    _ packet: TimedPacket, _ behind: ArraySlice<PacketEntry>, in batch: EncodedBatch,
    _ formats: [PayloadFormat]
  ) -> Timeline.Placement {
    let followers = behind.map { timed($0, in: batch.page(of: $0), formats) }
    return timeline.judge(packet, behind: followers)
  }

  /// What a packet is to the timeline.
  private func timed(
    _ entry: PacketEntry, in page: Page, _ formats: [PayloadFormat]
  ) -> TimedPacket {
    let plan = plans[Int(entry.format)]
    if plan.kind == .audio, let rate = plan.rate, entry.length > 0 {
      return TimedPacket(
        entry, kind: .audio, duration: rate.duration(of: Int(entry.length)),
        clockRate: plan.clockRate)
    }
    let clockRate = plan.clockRate > 0 ? plan.clockRate : timeline.clockRate
    switch plan.kind {
    case .audio:
      return timed(
        page.span.extracting(entry.range), of: entry, formats[Int(entry.format)], clockRate)
    case .event: return TimedPacket(entry, kind: .event, clockRate: clockRate)
    case .redundancy: return timed(primaryOf: entry, in: page, formats)
    case .comfortNoise:
      return TimedPacket(entry, kind: .comfortNoise, clockRate: timeline.clockRate)
    case .cut: return TimedPacket(entry, kind: .unmeasured, clockRate: clockRate)
    case .unsupported where plan.clockRate == timeline.clockRate:
      return TimedPacket(entry, kind: .unmeasured, clockRate: clockRate)
    case .unsupported, .unknown:
      return TimedPacket(entry, kind: .placeless, clockRate: clockRate)
    }
  }

  /// Audio that says by itself how long it lasts; damaged, it does not.
  private func timed(
    _ payload: Span<UInt8>, of entry: PacketEntry, _ format: PayloadFormat, _ clockRate: Int
  ) -> TimedPacket {
    guard !payload.isEmpty else {
      return TimedPacket(entry, kind: .placeless, clockRate: clockRate)
    }
    guard let codec = format.codec, let media = format.format,
      let time = codec.time(of: payload, for: media), time.ticks > 0
    else { return TimedPacket(entry, kind: .unmeasured, clockRate: clockRate) }
    // Of what follows a description of silence only timestamps know how long it lasts.
    let isNoise =
      clockRate == timeline.clockRate && options.timeline != .sequence
      && time.isSilence
    return TimedPacket(
      entry, kind: isNoise ? .comfortNoise : .audio, duration: isNoise ? 0 : time.ticks,
      repeated: repeated(of: time.ticks, entry.format), clockRate: clockRate)
  }

  /// A RED packet has the time of its primary block (RFC 2198, section 3).
  private func timed(
    primaryOf entry: PacketEntry, in page: Page, _ formats: [PayloadFormat]
  ) -> TimedPacket {
    let payload = page.span.extracting(entry.range)
    guard let primary = RedundantBlocks(payload)?.primary,
      let index = formats.newest(primary.payloadType), let media = formats[index].format
    else { return TimedPacket(entry, kind: .unmeasured, clockRate: timeline.clockRate) }
    switch formats[index].role {
    case .event: return TimedPacket(entry, kind: .event, clockRate: media.clockRate)
    case .audio:
      return timed(payload.extracting(primary.range), of: entry, formats[index], media.clockRate)
    case .comfortNoise, .redundancy, .unsupported, .unknown, .cut:
      return TimedPacket(entry, kind: .comfortNoise, clockRate: timeline.clockRate)
    }
  }

  /// Takes the events that a packet reports.
  private mutating func receiveEvents(
    _ entry: PacketEntry, in page: Page, _ packet: TimedPacket, _ placement: Timeline.Placement,
    _ formats: [PayloadFormat]
  ) {
    let payload = page.span.extracting(entry.range)
    switch plans[Int(entry.format)].kind {
    case .event:
      receive(
        EventReports(payload, timestamp: entry.timestamp), of: entry, placement,
        clockRate: Int(packet.clockRate), formats)
    case .redundancy:
      receive(
        EventReports(redundant: payload, timestamp: entry.timestamp, formats.eventTypes),
        of: entry, placement, clockRate: timeline.clockRate, formats)
    case .audio, .comfortNoise, .cut, .unsupported, .unknown: break
    }
  }

  /// Takes the events of reports; `clockRate` is that of those that stand in no RED block.
  private mutating func receive(
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
