import NetworkBytes

extension PacketDecoder {
  /// Reads a frame of link type 252.
  @inline(never)
  mutating func exportedPDU(
    _ frame: Span<UInt8>, originalLength: Int, _ packet: inout CapturedPacket
  ) throws(HeaderFault) {
    let header = try ExportedPDU(frame)
    let bytes = frame.extracting(droppingFirst: header.offset)
    let place = Place(originalCount: originalLength).advanced(by: header.offset)
    switch header.content {
    case .sip:
      let piece = ExportedSIP.Piece(bytes, header, packet.origin)
      if let held = exported.takeHeld(before: piece) {
        handOut(held, &packet)
        // The frame itself is read again as what more it brought.
        hasUnreadExport = true
      } else if exported.isNew(piece) {
        handOut(piece, &packet)
      }
    case .sipOverTCP:
      if let held = exported.hold(ExportedSIP.Piece(bytes, header, packet.origin)) {
        handOut(held, &packet)
      }
    case .datagram:
      counts.udp += 1
      setPayload(place.storage, place.offset, bytes.count)
      packet.kind = .udp
      packet.source = header.source
      packet.destination = header.destination
      packet.isTruncated = frame.count < originalLength
      packet.encapsulations.insert(.exportedPDU)
    case .udp:
      let internet = InternetHeader(
        from: header.source.address, to: header.destination.address, protocolNumber: 17,
        captured: bytes.count, claimed: place.originalCount)
      packet.encapsulations.insert(.exportedPDU)
      try datagram(bytes, internet, place, &packet)
    case .network(let type):
      try enter(Encapsulated(.exportedPDU, offset: 0, etherType: type), bytes, place, &packet)
    case .other: counts.noteUnreadExport(of: header.name)
    }
  }

  /// Reads the frame from which something else was handed out first.
  mutating func unreadExport(_ frame: Span<UInt8>, _ origin: PacketOrigin) -> CapturedPacket {
    hasUnreadExport = false
    var packet = CapturedPacket(.other, origin)
    do throws(HeaderFault) {
      try exportedPDU(frame, originalLength: frame.count, &packet)
    } catch {
      count(error, isSnapped: false)
    }
    return packet
  }

  /// At the end of the trace: what was exported under a name of which no better one came.
  mutating func heldExport() -> CapturedPacket? {
    guard let held = exported.takeHeld(before: nil) else { return nil }
    var packet = CapturedPacket(.tcp, held.origin)
    handOut(held, &packet)
    return packet
  }

  private mutating func handOut(_ piece: ExportedSIP.Piece, _ packet: inout CapturedPacket) {
    handOut(piece.bytes)
    packet = CapturedPacket(.tcp, piece.origin, from: piece.source, to: piece.destination)
    packet.encapsulations = .exportedPDU
    (packet.connection, packet.isDiscontinuous) = exported.connection(
      from: piece.source, to: piece.destination)
  }
}
