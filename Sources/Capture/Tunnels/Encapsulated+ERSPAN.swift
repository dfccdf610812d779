extension Encapsulated {
  /// The headers of ERSPAN types II and III (draft-foschiano-erspan-03, sections 4.2 and 4.3).
  init(erspan bytes: Span<UInt8>) throws(HeaderFault) {
    guard bytes.count >= 8 else { throw .short }
    switch bytes[0] >> 4 {
    case 1: self.init(.erspan, offset: 8, etherType: LinkLayer.ethernet)
    case 2:
      guard bytes.count >= 12 else { throw .short }
      let hasSubheader = bytes[11] & 1 == 1
      let frameType = bytes[10] >> 2 & 0x1F
      let offset = hasSubheader ? 20 : 12
      guard bytes.count >= offset else { throw .short }
      let type =
        frameType == 2
        ? bytes.extracting(droppingFirst: offset).ipEtherType(claimed: .max) : LinkLayer.ethernet
      self.init(.erspan, offset: offset, etherType: type)
    default: throw .malformed
    }
  }
}
