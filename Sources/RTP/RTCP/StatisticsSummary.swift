import NetworkBytes

/// XR's summary of what a receiver got between two sequence numbers (RFC 3611, section 4.6).
package struct StatisticsSummary: Sendable, Equatable {
  /// The source that the report is about.
  package let ssrc: UInt32
  package let beginSequenceNumber: UInt16
  /// The first sequence number after the span.
  package let endSequenceNumber: UInt16
  /// Nil where the report leaves it out.
  package let lost: UInt32?
  package let duplicates: UInt32?
  /// The mean jitter in ticks of the source's clock; nil where the report leaves it out.
  package let meanJitter: UInt32?

  /// Reads the block behind its header, whose second byte says what of it holds.
  @_lifetime(cursor: copy cursor)
  init(_ cursor: inout ByteCursor, flags: UInt8) throws(ShortRead) {
    ssrc = try cursor.uint32()
    beginSequenceNumber = try cursor.uint16()
    endSequenceNumber = try cursor.uint16()
    let counts = (try cursor.uint32(), try cursor.uint32())
    lost = flags & 0x80 != 0 ? counts.0 : nil
    duplicates = flags & 0x40 != 0 ? counts.1 : nil
    // Least and greatest jitter.
    try cursor.skip(8)
    let mean = try cursor.uint32()
    meanJitter = flags & 0x20 != 0 ? mean : nil
    // The jitter's deviation, and TTL or hop limit.
    try cursor.skip(8)
  }
}
