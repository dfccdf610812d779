import NetworkBytes

/// One block of an RFC 2198 payload, the oldest first and the primary one last.
package struct RedundantBlock: Sendable {
  package let payloadType: UInt8
  /// How far the block's timestamp lies before the packet's, in ticks; 0 for the primary block.
  package let timestampOffset: UInt32
  /// The block's bytes within the payload.
  package let range: Range<Int>

  /// Most blocks that are read of one packet; no sender comes near.
  package static let limit = 16

  /// Whether any block of a payload has a payload type of that kind.
  package static func hasPayloadType(
    in payload: Span<UInt8>, where isSought: (UInt8) -> Bool
  ) -> Bool {
    var position = 0
    while position < payload.count {
      if isSought(payload[position] & 0x7f) { return true }
      if payload[position] & 0x80 == 0 { return false }
      position += 4
    }
    return false
  }

  /// Splits a payload into its blocks (RFC 2198, section 3); nil where the lengths do not add up.
  package static func blocks(in payload: Span<UInt8>) -> [RedundantBlock]? {
    var headers: [(payloadType: UInt8, offset: UInt32, length: Int)] = []
    var position = 0
    while position < payload.count, payload[position] & 0x80 != 0 {
      guard position + 4 < payload.count, headers.count < limit else { return nil }
      let word = payload.uint32(at: position)
      headers.append((UInt8(word >> 24 & 0x7f), word >> 10 & 0x3fff, Int(word & 0x3ff)))
      position += 4
    }
    guard position < payload.count else { return nil }
    let primary = payload[position] & 0x7f
    position += 1
    var blocks: [RedundantBlock] = []
    for header in headers {
      guard position + header.length <= payload.count else { return nil }
      blocks.append(
        RedundantBlock(
          payloadType: header.payloadType, timestampOffset: header.offset,
          range: position..<position + header.length))
      position += header.length
    }
    blocks.append(
      RedundantBlock(
        payloadType: primary, timestampOffset: 0, range: position..<payload.count))
    return blocks
  }
}
