import NetworkBytes

extension Encapsulated {
  /// GENEVE (RFC 8926, section 3.4); nil where its reserved bits or what is inside say that it is
  /// something else.
  init?(geneve bytes: Span<UInt8>, claimed: Int) {
    guard bytes.count >= 8, bytes[0] >> 6 == 0, bytes[1] & 0x3F == 0, bytes[7] == 0 else {
      return nil
    }
    let offset = 8 + 4 * Int(bytes[0] & 0x3F)
    guard bytes.count >= offset else { return nil }
    let (inner, rest) = (bytes.extracting(droppingFirst: offset), claimed - offset)
    let type = bytes.uint16(at: 2)
    let isPlausible =
      type == LinkLayer.ethernet
      ? inner.isPlausibleEthernet(claimed: rest) : inner.ipEtherType(claimed: rest) == type
    guard isPlausible, type != 0 else { return nil }
    self.init(.geneve, offset: offset, etherType: type)
  }
}
