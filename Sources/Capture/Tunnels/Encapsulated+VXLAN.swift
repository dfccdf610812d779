import NetworkBytes

extension Encapsulated {
  /// VXLAN (RFC 7348, section 5), with group policy (draft-smith-vxlan-group-policy-05) or a next
  /// protocol (draft-ietf-nvo3-vxlan-gpe-12), too; nil where the reserved bits or what is inside
  /// say that it is something else.
  init?(vxlan bytes: Span<UInt8>, claimed: Int) {
    guard bytes.count >= 8 + 14, bytes[7] == 0 else { return nil }
    let (inner, rest) = (bytes.extracting(droppingFirst: 8), claimed - 8)
    switch bytes[0] {
    case 0x08: guard bytes.uint32(at: 0) & 0x00FF_FFFF == 0 else { return nil }
    case 0x0C where bytes[3] == 1 || bytes[3] == 2:
      let type = inner.ipEtherType(claimed: rest)
      guard type == (bytes[3] == 1 ? LinkLayer.ipv4 : LinkLayer.ipv6) else { return nil }
      self.init(.vxlan, offset: 8, etherType: type)
      return
    case 0x0C: guard bytes[3] == 3 else { return nil }
    case 0x88: guard bytes[1] & 0xB7 == 0 else { return nil }
    default: return nil
    }
    guard inner.isPlausibleEthernet(claimed: rest) else { return nil }
    self.init(.vxlan, offset: 8, etherType: LinkLayer.ethernet)
  }
}
