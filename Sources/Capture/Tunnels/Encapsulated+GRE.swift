import NetworkBytes

extension Encapsulated {
  /// GRE with checksum, key and sequence number (RFC 2784, RFC 2890), PPTP's version of it
  /// (RFC 2637, section 4.1), and ERSPAN inside.
  init(gre bytes: Span<UInt8>) throws(HeaderFault) {
    guard bytes.count >= 4 else { throw .short }
    let (flags, type) = (bytes.uint16(at: 0), bytes.uint16(at: 2))
    let version = flags & 7
    // Routing has not been in use since RFC 1701.
    guard version <= 1, flags & 0x4000 == 0 else { throw .malformed }
    var offset = 4
    for flag in [0x8000, 0x2000, 0x1000] as [UInt16] where flags & flag != 0 { offset += 4 }
    if version == 1, flags & 0x0080 != 0 { offset += 4 }
    guard bytes.count >= offset else { throw .short }
    switch type {
    case 0x88BE where flags & 0x1000 == 0:
      // Type I has no header of its own.
      self.init(.erspan, offset: offset, etherType: LinkLayer.ethernet)
    case 0x88BE, 0x22EB:
      let inner = try Encapsulated(erspan: bytes.extracting(droppingFirst: offset))
      self.init(.erspan, offset: offset + inner.offset, etherType: inner.etherType)
    default: self.init(.gre, offset: offset, etherType: type)
    }
  }
}
