import NetworkBytes

/// RR: what a participant says of the streams it receives (RFC 3550, section 6.4.2).
package struct ReceiverReport: Sendable {
  /// The source that sends the report.
  package let ssrc: UInt32
  package let blocks: [ReportBlock]

  @_lifetime(cursor: copy cursor)
  init(_ cursor: inout ByteCursor, blocks count: Int) throws(ShortRead) {
    ssrc = try cursor.uint32()
    blocks = try Self.blocks(count, &cursor)
  }

  @_lifetime(cursor: copy cursor)
  static func blocks(_ count: Int, _ cursor: inout ByteCursor) throws(ShortRead) -> [ReportBlock] {
    var blocks: [ReportBlock] = []
    for _ in 0..<count { blocks.append(try ReportBlock(&cursor)) }
    return blocks
  }
}
