import NetworkBytes

extension LinkLayer {
  /// Reads a PPP frame: address and control, which may be left out, and a protocol, which may be
  /// one byte (RFC 1661, sections 2 and 6.5 and 6.6; RFC 1662, section 3.1).
  init(ppp frame: Span<UInt8>) throws(HeaderFault) {
    var offset = 0
    if frame.count >= 2, frame[0] == 0xFF, frame[1] == 0x03 { offset = 2 }
    guard frame.count > offset else { throw .short }
    if frame[offset] & 1 == 1 {
      self.init(offset: offset + 1, etherType: Self.etherType(ppp: UInt16(frame[offset])))
    } else {
      guard frame.count >= offset + 2 else { throw .short }
      self.init(offset: offset + 2, etherType: Self.etherType(ppp: frame.uint16(at: offset)))
    }
  }

  /// Reads a frame of link type 50: PPP, or Cisco's HDLC, which has an EtherType (RFC 1547,
  /// section 4.3.1).
  init(hdlc frame: Span<UInt8>) throws(HeaderFault) {
    guard frame.count >= 4 else { throw .short }
    if frame[0] == 0x0F || frame[0] == 0x8F {
      self.init(offset: 4, etherType: frame.uint16(at: 2))
    } else {
      try self.init(ppp: frame)
    }
  }

  private static func etherType(ppp number: UInt16) -> UInt16 {
    switch number {
    case 0x0021: ipv4
    case 0x0057: ipv6
    case 0x0281: mpls
    case 0x0283: mplsMulticast
    default: 0
    }
  }
}
