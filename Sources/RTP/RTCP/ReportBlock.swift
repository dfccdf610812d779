import NetworkBytes

/// What a receiver reports of one source (RFC 3550, section 6.4.1).
package struct ReportBlock: Sendable, Equatable, BitwiseCopyable {
  /// The source that the block is about.
  package let ssrc: UInt32
  /// The share lost since the report before, in 256ths.
  package let fractionLost: UInt8
  /// Packets lost since the beginning; below zero where duplicates came.
  package let cumulativeLost: Int32
  package let extendedHighestSequenceNumber: UInt32
  /// Ticks of the source's clock.
  package let interarrivalJitter: UInt32
  /// The middle bits of the NTP timestamp in the last sender report that came; 0 before the first.
  package let lastSenderReport: UInt32
  /// Units of 1/65536 s from that report's arrival to this one.
  package let delaySinceLastSenderReport: UInt32

  @_lifetime(cursor: copy cursor)
  init(_ cursor: inout ByteCursor) throws(ShortRead) {
    ssrc = try cursor.uint32()
    let loss = try cursor.uint32()
    fractionLost = UInt8(truncatingIfNeeded: loss >> 24)
    cumulativeLost = Int32(bitPattern: loss << 8) >> 8
    extendedHighestSequenceNumber = try cursor.uint32()
    interarrivalJitter = try cursor.uint32()
    lastSenderReport = try cursor.uint32()
    delaySinceLastSenderReport = try cursor.uint32()
  }
}
