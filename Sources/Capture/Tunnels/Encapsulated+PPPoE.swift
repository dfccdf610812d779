extension Encapsulated {
  /// PPPoE in its session stage (RFC 2516, section 4); discovery and echoes carry nothing.
  init(pppoe bytes: Span<UInt8>) throws(HeaderFault) {
    guard bytes.count >= 6 else { throw .short }
    guard bytes[0] == 0x11 else { throw .malformed }
    let ppp = try LinkLayer(ppp: bytes.extracting(droppingFirst: 6))
    self.init(.pppoe, offset: 6 + ppp.offset, etherType: bytes[1] == 0 ? ppp.etherType : 0)
  }
}
