import NetworkBytes

/// One packet of an RTCP datagram (RFC 3550, section 6; RFC 3611).
package enum RTCPPacket: Sendable {
  case senderReport(SenderReport)
  case receiverReport(ReceiverReport)
  case sourceDescription([SourceDescription])
  /// The sources that leave.
  case goodbye([UInt32])
  case extendedReport(ExtendedReport)
  /// Feedback, an application's own packets, and what is not known.
  case other(type: UInt8)

  /// Reads what stands behind the header; `count` is its five-bit count, `type` its packet type.
  init(type: UInt8, count: Int, body: Span<UInt8>) throws(ShortRead) {
    var cursor = ByteCursor(body)
    switch type {
    case 200: self = .senderReport(try SenderReport(&cursor, blocks: count))
    case 201: self = .receiverReport(try ReceiverReport(&cursor, blocks: count))
    case 202:
      var chunks: [SourceDescription] = []
      for _ in 0..<count { chunks.append(try SourceDescription(&cursor)) }
      self = .sourceDescription(chunks)
    case 203:
      var sources: [UInt32] = []
      for _ in 0..<count { sources.append(try cursor.uint32()) }
      self = .goodbye(sources)
    case 207: self = .extendedReport(try ExtendedReport(body))
    default: self = .other(type: type)
    }
  }
}
