import NetworkBytes

extension PacketDecoder {
  /// Reads what a frame or a tunnel carries.
  @inline(never)
  mutating func network(
    _ bytes: Span<UInt8>, _ etherType: UInt16, _ place: Place, _ packet: inout CapturedPacket
  ) throws(HeaderFault) {
    switch etherType {
    case LinkLayer.ipv4:
      let header = try InternetHeader(ipv4: bytes, originalCount: place.originalCount)
      try payload(of: header, bytes, place, &packet)
    case LinkLayer.ipv6:
      let header = try InternetHeader(ipv6: bytes, originalCount: place.originalCount)
      try payload(of: header, bytes, place, &packet)
    case LinkLayer.mpls, LinkLayer.mplsMulticast:
      try enter(Encapsulated(mpls: bytes), bytes, place, &packet)
    case LinkLayer.pppoe: try enter(Encapsulated(pppoe: bytes), bytes, place, &packet)
    case LinkLayer.ppp:
      let link = try LinkLayer(ppp: bytes)
      let inside = Encapsulated(.ppp, offset: link.offset, etherType: link.etherType)
      try enter(inside, bytes, place, &packet)
    default: return
    }
  }

  /// Goes on inside a tunnel.
  mutating func enter(
    _ inside: Encapsulated, _ bytes: Span<UInt8>, _ place: Place, _ packet: inout CapturedPacket
  ) throws(HeaderFault) {
    guard place.nesting < Self.maximumNesting else { throw .nested }
    var place = place.advanced(by: inside.offset)
    place.nesting += 1
    packet.encapsulations.insert(inside.kind)
    var bytes = bytes.extracting(droppingFirst: inside.offset)
    var type = inside.etherType
    if type == LinkLayer.ethernet {
      let link = try LinkLayer(bytes, linkType: 1)
      bytes = bytes.extracting(droppingFirst: link.offset)
      place = place.advanced(by: link.offset)
      type = link.etherType
    }
    try network(bytes, type, place, &packet)
  }

  /// Goes on inside a UDP datagram that is a tunnel, `claimed` bytes long; false if it is none.
  ///
  /// A port alone proves nothing: media use any. What is inside must make sense, too.
  @inline(never)
  mutating func tunnel(
    _ bytes: Span<UInt8>, claimed: Int, from sourcePort: UInt16, to port: UInt16,
    _ header: InternetHeader, _ place: Place, _ packet: inout CapturedPacket
  ) throws(HeaderFault) -> Bool {
    let inside: Encapsulated? =
      switch port {
      // 8472 is what Linux took before the number was assigned, and flannel still does.
      case 4789, 4790, 8472: Encapsulated(vxlan: bytes, claimed: claimed)
      case 6081: Encapsulated(geneve: bytes, claimed: claimed)
      case 2152: Encapsulated(gtpU: bytes, claimed: claimed)
      default: nil
      }
    if let inside {
      try enter(inside, bytes, place, &packet)
      return true
    }
    // ESP in UDP (RFC 3948, section 2.1): four zeros would be IKE.
    if port == 4500 || sourcePort == 4500, claimed == bytes.count, claimed > 8,
      bytes.uint32(at: 0) != 0, let inside = NullESP(bytes)
    {
      try security(bytes, inside, header, place, &packet)
      return true
    }
    guard let message = HEPMessage(bytes, at: packet.time) else { return false }
    if message.isReport {
      counts.reports += 1
      return true
    }
    counts.udp &+= 1
    packet.time = message.time
    packet.encapsulations.insert(.hep)
    setPayload(place.storage, place.offset + message.payload.lowerBound, message.payload.count)
    packet.kind = .udp
    packet.source = message.source
    packet.destination = message.destination
    packet.isTruncated = bytes.count < claimed
    return true
  }

  /// Goes on inside ESP that is not encrypted.
  mutating func security(
    _ bytes: Span<UInt8>, _ header: InternetHeader, _ place: Place,
    _ packet: inout CapturedPacket
  ) throws(HeaderFault) {
    guard header.captured == header.claimed, let inside = NullESP(bytes) else { return }
    try security(bytes, inside, header, place, &packet)
  }

  private mutating func security(
    _ bytes: Span<UInt8>, _ inside: NullESP, _ header: InternetHeader, _ place: Place,
    _ packet: inout CapturedPacket
  ) throws(HeaderFault) {
    guard place.nesting < Self.maximumNesting else { throw .nested }
    var place = place.advanced(by: inside.payload.lowerBound)
    place.nesting += 1
    packet.encapsulations.insert(.esp)
    var header = header
    header.becomeWhole(inside.protocolNumber, count: inside.payload.count)
    try uncommon(bytes.extracting(inside.payload), header, place, &packet)
  }
}
