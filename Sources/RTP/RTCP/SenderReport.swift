import NetworkBytes

/// SR: what a sender says of its stream and of those it receives (RFC 3550, section 6.4.1).
package struct SenderReport: Sendable {
  /// The source that sends the report.
  package let ssrc: UInt32
  /// The sender's wall clock as the report was sent.
  package let time: NTPTimestamp
  /// The same instant in ticks of the stream's clock.
  package let timestamp: UInt32
  package let packetCount: UInt32
  package let octetCount: UInt32
  package let blocks: [ReportBlock]

  @_lifetime(cursor: copy cursor)
  init(_ cursor: inout ByteCursor, blocks count: Int) throws(ShortRead) {
    ssrc = try cursor.uint32()
    let seconds = UInt64(try cursor.uint32())
    time = NTPTimestamp(bits: seconds << 32 | UInt64(try cursor.uint32()))
    timestamp = try cursor.uint32()
    packetCount = try cursor.uint32()
    octetCount = try cursor.uint32()
    blocks = try ReceiverReport.blocks(count, &cursor)
  }
}
