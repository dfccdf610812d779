import NetworkBytes

/// One block of an RFC 2198 payload.
package struct RedundantBlock: Sendable {
  package let payloadType: UInt8
  /// How far the block's timestamp lies before the packet's, in ticks; 0 for the primary block.
  package let timestampOffset: UInt32
  /// The block's bytes within the payload.
  package let range: Range<Int>
  /// Whether it is what the packet is sent for, not a repetition of what was sent before.
  package let isPrimary: Bool
}

/// Splits an RFC 2198 payload into its blocks, the oldest first and the primary one last.
package struct RedundantBlocks: ~Escapable {
  package let primary: RedundantBlock
  private let payload: Span<UInt8>
  /// Where the header of the next block stands, and where the bytes of the first block begin.
  private var header = 0
  private let bodies: Int
  /// Where the bytes of the next block begin.
  private var body: Int

  /// Most older blocks that are read of one packet; no sender comes near.
  package static let limit = 16
  /// Bytes of the header of an older block; that of the primary block has one.
  private static let headerLength = 4

  /// Reads the headers (RFC 2198, section 3); nil where the lengths do not add up.
  @_lifetime(copy payload)
  package init?(_ payload: Span<UInt8>) {
    var position = 0
    var length = 0
    while position < payload.count, payload[position] & 0x80 != 0 {
      guard position + Self.headerLength < payload.count,
        position < Self.limit * Self.headerLength
      else { return nil }
      length += Int(payload.uint32(at: position) & 0x3ff)
      position += Self.headerLength
    }
    guard position < payload.count, position + 1 + length <= payload.count else { return nil }
    self.payload = payload
    bodies = position + 1
    body = bodies
    primary = RedundantBlock(
      payloadType: payload[position] & 0x7f, timestampOffset: 0,
      range: bodies + length..<payload.count, isPrimary: true)
  }

  /// The next block; nil behind the primary one.
  @_lifetime(self: copy self)
  package mutating func next() -> RedundantBlock? {
    guard header < bodies else { return nil }
    guard header < bodies - 1 else {
      header = bodies
      return primary
    }
    let word = payload.uint32(at: header)
    let end = body + Int(word & 0x3ff)
    defer { (header, body) = (header + Self.headerLength, end) }
    return RedundantBlock(
      payloadType: UInt8(word >> 24 & 0x7f), timestampOffset: word >> 10 & 0x3fff,
      range: body..<end, isPrimary: false)
  }
}
