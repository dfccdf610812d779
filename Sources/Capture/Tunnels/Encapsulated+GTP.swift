import NetworkBytes

extension Encapsulated {
  /// A G-PDU of GTP-U (3GPP TS 29.281, section 5.1); nil where its length or the IP packet inside
  /// says that it is something else.
  init?(gtpU bytes: Span<UInt8>, claimed: Int) {
    guard bytes.count >= 8, bytes[0] & 0xF0 == 0x30, bytes[1] == 255 else { return nil }
    let length = Int(bytes.uint16(at: 2))
    guard length + 8 <= claimed else { return nil }
    var offset = 8
    if bytes[0] & 0x07 != 0 {
      guard bytes.count >= 12 else { return nil }
      offset = 12
      var next = bytes[0] & 0x04 != 0 ? bytes[11] : 0
      while next != 0 {
        guard bytes.count > offset else { return nil }
        let units = Int(bytes[offset])
        guard units > 0, bytes.count >= offset + 4 * units else { return nil }
        offset += 4 * units
        next = bytes[offset - 1]
      }
    }
    let rest = length + 8 - offset
    guard rest > 0, bytes.count > offset else { return nil }
    let type = bytes.extracting(droppingFirst: offset).ipEtherType(claimed: rest)
    guard type != 0 else { return nil }
    self.init(.gtpU, offset: offset, etherType: type)
  }
}
