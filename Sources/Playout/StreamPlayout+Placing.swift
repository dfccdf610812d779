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
        receiveEvents(
          payload, entry.order, timestamp: entry.timestamp, placement, clockRate)
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

  /// Reports that are read of one packet; no sender comes near.
  private static let reportLimit = 16

  /// Takes the reports of a packet of events.
  mutating func receiveEvents(
    _ payload: Span<UInt8>, _ order: Int64, timestamp first: UInt32,
    _ placement: Timeline.Placement, _ clockRate: Int
  ) {
    var offset = 0
    var timestamp = first
    var frame = placement.frame
    let isNewRun = previousEventOrder.map { order - $0 >= Timeline.newRun } ?? false
    if placement.isReset || isNewRun { events.restart() }
    previousEventOrder = order
    // Several events in one packet follow each other (RFC 4733, section 2.5.1.5).
    while offset < Self.reportLimit * 4, let report = TelephoneEvent(payload, at: offset) {
      events.receive(
        report, timestamp: timestamp, frame: frame, clockRate: clockRate, sampleRate: sampleRate)
      offset += 4
      timestamp &+= UInt32(report.duration)
      frame += Int64(report.duration) * Int64(sampleRate) / Int64(clockRate)
    }
  }
}
