import NetworkBytes

/// XR: reports beyond those of RFC 3550 (RFC 3611).
package struct ExtendedReport: Sendable {
  /// What a receiver says of another's reference time (RFC 3611, section 4.5).
  package struct Delay: Sendable, Equatable, BitwiseCopyable {
    /// The receiver whose reference time it is.
    package let ssrc: UInt32
    /// The middle bits of that time; 0 where none came.
    package let lastReceiverReport: UInt32
    /// Units of 1/65536 s since it came.
    package let delay: UInt32

    package init(ssrc: UInt32, lastReceiverReport: UInt32, delay: UInt32) {
      self.ssrc = ssrc
      self.lastReceiverReport = lastReceiverReport
      self.delay = delay
    }
  }

  /// One block of the kinds that are read.
  package enum Block: Sendable {
    case receiverReferenceTime(NTPTimestamp)
    case delaySinceLastReceiverReport([Delay])
    case statisticsSummary(StatisticsSummary)
    case voipMetrics(VoIPMetrics)
  }

  /// The source that sends the report.
  package let ssrc: UInt32
  package let blocks: [Block]

  init(_ body: Span<UInt8>) throws(ShortRead) {
    var cursor = ByteCursor(body)
    ssrc = try cursor.uint32()
    var blocks: [Block] = []
    while cursor.remaining > 0 {
      let (kind, flags) = (try cursor.uint8(), try cursor.uint8())
      let length = Int(try cursor.uint16()) * 4
      var content = ByteCursor(try cursor.take(length))
      if let block = try Self.block(kind, flags, &content) { blocks.append(block) }
    }
    self.blocks = blocks
  }

  /// Reads one block; nil for a kind that is passed over.
  @_lifetime(content: copy content)
  private static func block(
    _ kind: UInt8, _ flags: UInt8, _ content: inout ByteCursor
  ) throws(ShortRead) -> Block? {
    switch kind {
    case 4:
      let seconds = UInt64(try content.uint32())
      return .receiverReferenceTime(
        NTPTimestamp(bits: seconds << 32 | UInt64(try content.uint32())))
    case 5:
      var delays: [Delay] = []
      while content.remaining > 0 {
        delays.append(
          Delay(
            ssrc: try content.uint32(), lastReceiverReport: try content.uint32(),
            delay: try content.uint32()))
      }
      return .delaySinceLastReceiverReport(delays)
    case 6: return .statisticsSummary(try StatisticsSummary(&content, flags: flags))
    case 7: return .voipMetrics(try VoIPMetrics(&content))
    default: return nil
    }
  }
}
