import NetworkBytes

/// What a tunnel carries: where it starts, and what it is.
///
/// Each tunnel has a file of its own with an initialiser, which is nil for what is not the tunnel
/// after all, and throws for what is but breaks off or contradicts itself.
struct Encapsulated {
  let kind: Encapsulations
  let offset: Int
  /// The EtherType; `LinkLayer.ethernet` for a whole frame.
  let etherType: UInt16

  init(_ kind: Encapsulations, offset: Int, etherType: UInt16) {
    self.kind = kind
    self.offset = offset
    self.etherType = etherType
  }
}

extension Span where Element == UInt8 {
  /// The EtherType of an IP packet by its version, 0 where this is none; `claimed` bytes are its.
  func ipEtherType(claimed: Int) -> UInt16 {
    guard count >= 20 else { return 0 }
    switch self[0] >> 4 {
    case 4:
      let total = Int(uint16(at: 2))
      let isPlausible = self[0] & 0xF >= 5 && (total == 0 || total >= 20) && total <= claimed
      return isPlausible ? LinkLayer.ipv4 : 0
    case 6: return Int(uint16(at: 4)) + 40 <= claimed ? LinkLayer.ipv6 : 0
    default: return 0
    }
  }

  /// Whether this may be an Ethernet frame of which `claimed` bytes were sent: its EtherType is one
  /// that networks carry, and what follows agrees with it.
  func isPlausibleEthernet(claimed: Int) -> Bool {
    guard count >= 14 else { return false }
    switch uint16(at: 12) {
    case LinkLayer.ipv4:
      return extracting(droppingFirst: 14).ipEtherType(claimed: claimed - 14) == LinkLayer.ipv4
    case LinkLayer.ipv6:
      return extracting(droppingFirst: 14).ipEtherType(claimed: claimed - 14) == LinkLayer.ipv6
    // ARP, tags, MPLS, PPPoE, LLDP, EAPOL; the length of an 802.3 frame.
    case 0x0806, 0x8100, 0x88A8, 0x8847, 0x8848, 0x8863, 0x8864, 0x88CC, 0x888E: return true
    case let length: return length >= 3 && length <= 1500 && Int(length) + 14 <= claimed
    }
  }
}
