import Audio
import DTMFAnalysis
import Demultiplexing
import Playout

extension InboundStream {
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
