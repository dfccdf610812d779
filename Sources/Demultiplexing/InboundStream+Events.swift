import NetworkBytes
import Playout
import RTP

extension InboundStream {
  /// A whole packet of SRTP that is longer reports no event: those of audio would fill the log.
  private static let longestHidden = 128

  /// Keeps a packet that reports events, or that stands next to one that does; without an order it
  /// is a duplicate.
  mutating func log(_ payload: Span<UInt8>, _ order: Int64?, _ header: PacketHeader) {
    if header.isTruncated
      ? isNamedEvent(header.format) : mayReportEvents(payload, header.format, isWhole: keepsWhole)
    {
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

  /// Whether packets of a format report events even if they were cut short: a guess that they do went
  /// by the length of their payloads.
  func isNamedEvent(_ format: Int) -> Bool {
    guard case .event = formats[format].role else { return false }
    return formats[format].origin != .guess
  }

  /// Whether a payload reports events, or may once signalling has said what it is.
  ///
  /// What may be encrypted is asked when it is opened.
  func mayReportEvents(_ payload: Span<UInt8>, _ format: Int, isWhole: Bool = false) -> Bool {
    if isWhole, !isNamedEvent(format) {
      switch formats[format].role {
      case .unknown, .redundancy: return payload.count <= Self.longestHidden
      case .audio, .event, .comfortNoise, .cut, .unsupported: return false
      }
    }
    switch formats[format].role {
    case .event: return true
    case .unknown: return (1...16).contains(payload.count / 4) && payload.count % 4 == 0
    case .redundancy:
      var reports = EventReports(redundant: payload, timestamp: 0, formats.eventTypes)
      switch reports.next() {
      case .report, .oddLength: return true
      case .brokenBlocks, nil: return false
      }
    case .audio, .comfortNoise, .cut, .unsupported: return false
    }
  }
}
