import NetworkBytes

// Apart from the way that nearly all packets of a trace go, which is to stay short.
extension PacketDecoder {
  var counters: CaptureCounters {
    var counters = counts
    counters.datagramsRejected = fragments.rejected
    counters.datagramsIncomplete = fragments.incomplete
    counters.tcpRetransmissions = tcp.retransmissions
    counters.tcpOutOfOrder = tcp.outOfOrder
    counters.tcpGaps = tcp.gaps
    counters.tcpBytesSkipped = tcp.bytesSkipped
    counters.tcpConnectionsEvicted = tcp.evicted
    return counters
  }

  /// Makes bytes that no frame holds the payload.
  mutating func handOut(_ bytes: [UInt8]) {
    datagram = bytes
    setPayload(.datagram, 0, bytes.count)
  }

  /// Notes whether a packet brought more than one thing to hand out.
  mutating func noteBacklog() {
    hasMore = tcp.backlog != nil || nextSubframe > 0 || hasUnreadExport
  }

  /// What else the last packet brought, which lies in `frame` as it was read; nil if nothing.
  mutating func next(_ frame: Span<UInt8>, _ origin: PacketOrigin) -> CapturedPacket? {
    defer { noteBacklog() }
    if let packet = nextHeld(atEnd: false) { return packet }
    if hasUnreadExport { return unreadExport(frame, origin) }
    return nextSubframe > 0 ? subframe(frame, origin) : nil
  }

  /// Finds the second frame of an A-MSDU.
  @inline(never)
  mutating func findSubframes(_ frame: Span<UInt8>, _ linkType: UInt16) {
    guard let start = LinkLayer.firstSubframe(frame, linkType: linkType),
      let first = LinkLayer.Subframe(frame, at: start)
    else { return }
    nextSubframe = first.next
  }

  /// Reads the next frame of an A-MSDU; nil at its end.
  private mutating func subframe(
    _ frame: Span<UInt8>, _ origin: PacketOrigin
  ) -> CapturedPacket? {
    guard let subframe = LinkLayer.Subframe(frame, at: nextSubframe) else {
      nextSubframe = 0
      return nil
    }
    nextSubframe = subframe.next
    var packet = CapturedPacket(.other, origin)
    let bytes = frame.extracting(subframe.link.offset..<subframe.end)
    let place = Place(offset: subframe.link.offset, originalCount: bytes.count)
    do throws(HeaderFault) {
      try network(bytes, subframe.link.etherType, place, &packet)
    } catch {
      count(error, isSnapped: false)
    }
    return packet
  }

  /// Bytes of a connection that an earlier packet brought and a hole in front of them held back.
  ///
  /// Nil if there are none; `atEnd` says that the trace has ended, so no hole will be filled, and nothing better than
  /// what is held of exports will come.
  mutating func nextHeld(atEnd: Bool) -> CapturedPacket? {
    guard let piece = atEnd ? tcp.flush() : tcp.takeBacklog() else {
      return atEnd ? heldExport() : nil
    }
    var packet = CapturedPacket(.tcp, piece.origin)
    packet.source = piece.source
    packet.destination = piece.destination
    packet.connection = piece.connection
    packet.isDiscontinuous = piece.isDiscontinuous
    setPayload(.stream, 0, tcp.assembled.count)
    return packet
  }

  /// Reads the payload of an IP packet that is no whole UDP datagram.
  @inline(never)
  mutating func uncommon(
    _ bytes: Span<UInt8>, _ header: InternetHeader, _ place: Place,
    _ packet: inout CapturedPacket
  ) throws(HeaderFault) {
    if header.isFragment { return try fragment(bytes, header, place, &packet) }
    switch header.protocolNumber {
    case 4, 41:
      let type = header.protocolNumber == 4 ? LinkLayer.ipv4 : LinkLayer.ipv6
      let inside = Encapsulated(.ipInIP, offset: 0, etherType: type)
      try enter(inside, bytes, place, &packet)
    case 47: try enter(Encapsulated(gre: bytes), bytes, place, &packet)
    case 50: try security(bytes, header, place, &packet)
    case 137: try enter(Encapsulated(mpls: bytes), bytes, place, &packet)
    case 6: try segment(bytes, header, place, &packet)
    // Only after fragments were put together, or inside ESP.
    case 17: try datagram(bytes, header, place, &packet)
    default: return
    }
  }

  private mutating func segment(
    _ bytes: Span<UInt8>, _ header: InternetHeader, _ place: Place,
    _ packet: inout CapturedPacket
  ) throws(HeaderFault) {
    let segment = try TCPSegment(bytes, claimed: header.claimed)
    let source = SocketAddress(header.source, port: segment.sourcePort)
    let destination = SocketAddress(header.destination, port: segment.destinationPort)
    let data = bytes.extracting(bytes.count - segment.captured..<bytes.count)
    let outcome = tcp.accept(segment, data, from: source, to: destination, packet.origin)
    switch outcome {
    case .nothing: return
    case .inPlace(let skip, let connection, let isDiscontinuous):
      setPayload(
        place.storage, place.offset + segment.dataOffset + skip, segment.captured - skip)
      packet.connection = connection
      packet.isDiscontinuous = isDiscontinuous
    case .assembled(let connection, let isDiscontinuous):
      setPayload(.stream, 0, tcp.assembled.count)
      packet.connection = connection
      packet.isDiscontinuous = isDiscontinuous
    }
    packet.kind = .tcp
    packet.source = source
    packet.destination = destination
  }

  private mutating func fragment(
    _ bytes: Span<UInt8>, _ header: InternetHeader, _ place: Place,
    _ packet: inout CapturedPacket
  ) throws(HeaderFault) {
    // Fragments inside of fragments have no use but to harm.
    guard place.storage == .frame else { throw .malformed }
    guard let whole = fragments.insert(bytes, header, at: packet.time) else { return }
    var header = header
    header.becomeWhole(whole.protocolNumber, count: whole.bytes.count)
    datagram = whole.bytes
    // Shares its storage with `datagram`, which may not be borrowed meanwhile.
    let span = whole.bytes.span
    if header.source.isIPv6 { try header.skipExtensionHeaders(span) }
    let inside = Place(
      storage: .datagram, offset: header.payloadOffset, originalCount: header.captured,
      nesting: place.nesting)
    try uncommon(span.extracting(droppingFirst: header.payloadOffset), header, inside, &packet)
  }
}
