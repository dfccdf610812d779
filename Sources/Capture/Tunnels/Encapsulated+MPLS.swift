extension Encapsulated {
  /// A stack of MPLS labels (RFC 3032, section 2.1), and IP or a pseudowire of Ethernet behind it.
  ///
  /// Nothing says which it is: what is IP by all its fields is taken for that, and what is not for
  /// Ethernet behind a control word (RFC 4448, section 4.6), or without one.
  init(mpls bytes: Span<UInt8>) throws(HeaderFault) {
    var offset = 0
    while true {
      guard bytes.count >= offset + 4 else { throw .short }
      offset += 4
      if bytes[offset - 2] & 1 == 1 { break }
    }
    let rest = bytes.extracting(droppingFirst: offset)
    // What was cut by the capture still counts by its version.
    let type = rest.ipEtherType(claimed: .max)
    if type != 0 {
      self.init(.mpls, offset: offset, etherType: type)
      return
    }
    guard rest.count >= 4 else { throw .short }
    let inner = rest.extracting(droppingFirst: 4)
    if rest[0] >> 4 == 0, inner.isPlausibleEthernet(claimed: .max) {
      self.init(.mpls, offset: offset + 4, etherType: LinkLayer.ethernet)
    } else {
      let isFrame = rest.isPlausibleEthernet(claimed: .max)
      self.init(.mpls, offset: offset, etherType: isFrame ? LinkLayer.ethernet : 0)
    }
  }
}
