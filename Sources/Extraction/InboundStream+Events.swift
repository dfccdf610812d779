import Audio
import DTMFAnalysis
import NetworkBytes
import Playout
import RTP

extension InboundStream {
  /// Keeps a packet that reports events, or that stands next to one that does; without an order it
  /// is a duplicate.
  mutating func log(_ payload: Span<UInt8>, _ order: Int64?, _ header: PacketHeader) {
    if mayReportEvents(payload, header.format) {
      let last = eventLog?.packets.last?.order ?? 0
      eventLog?.receive(
        EventLog.Packet(
          order: order ?? last, time: header.time,
          timestamp: header.timestamp, marker: header.marker, format: header.format,
          payload: payload.copied, isTruncated: header.isTruncated, isDuplicate: order == nil,
          input: header.place.input, number: header.place.number))
    } else if let order {
      eventLog?.pass(
        EventLog.Neighbour(
          order: order, time: header.time, timestamp: header.timestamp, format: header.format))
    }
  }

  /// Whether a payload reports events, or may once signalling has said what it is.
  private func mayReportEvents(_ payload: Span<UInt8>, _ format: Int) -> Bool {
    switch formats[format].role {
    case .event: return true
    case .unknown: return (1...16).contains(payload.count / 4) && payload.count % 4 == 0
    case .redundancy:
      return (RedundantBlock.blocks(in: payload) ?? []).contains { block in
        guard let index = formatIndex(of: block.payloadType), case .event = formats[index].role
        else { return false }
        return true
      }
    case .audio, .comfortNoise, .cut, .unsupported: return false
    }
  }

  /// What each format is to the analysis of events.
  var meanings: [MediaMeaning] {
    formats.map { format in
      switch format.role {
      case .audio: .audio(clockRate: format.format?.clockRate ?? 8000)
      case .event:
        .event(
          EventFormat(
            payloadType: format.payloadType, clockRate: format.format?.clockRate ?? 8000,
            negotiation: negotiation(of: format)))
      case .redundancy: .redundancy
      case .comfortNoise, .cut, .unsupported, .unknown: .other
      }
    }
  }

  private func negotiation(of format: PayloadFormat) -> EventFormat.Negotiation {
    switch format.origin {
    case .sdp, .option:
      .negotiated(codes: EventCodes(parameters: format.format?.parameters ?? ""))
    case .guess: call == nil ? .unknown : .missing
    case .static, nil: .unknown
    }
  }
}
