extension CaptureInput {
  /// Takes the next block of a pcapng file (draft-ietf-opsawg-pcapng, section 3.1); nil where that is nothing to
  /// hand out.
  mutating func takePcapngBlock() throws(CaptureError) -> Arrival? {
    var availability = try buffer.require(12)
    guard availability == .ready else { return interrupted(availability) }
    guard let header = buffer.blockHeader(section.byteOrder) else {
      return stop("block \(blocks + 1) begins a section of no known byte order")
    }
    guard header.isLengthPlausible else {
      return stop("block \(blocks + 1) claims \(header.length) bytes")
    }
    availability = try buffer.require(header.length)
    guard availability == .ready else { return interrupted(availability) }
    let block = Self.read(buffer, header, &section)
    if case .damaged(let reason) = block { return stop("block \(blocks + 1) \(reason)") }
    let start = buffer.position
    buffer.position += header.length
    blocks += 1
    switch block {
    case .packet(let packet):
      record = packet
      // A Simple Packet Block has no time; it was captured after the packet before it.
      if header.type == PcapngSection.simplePacketType { record.time = lastTime }
      lastTime = record.time
      record.start += start
      packets += 1
      number += 1
      barrenBytes = 0
      return .record
    case .numbered: number += 1
    case .damagedSecrets: damagedSecrets += 1
    case .secrets, .skipped, .damaged: break
    }
    barrenBytes += header.length
    guard buffer.decompression == nil || barrenBytes <= Decompression.longestBarrenStretch else {
      return stop("block \(blocks) ends \(barrenBytes >> 20) MB that expand to no packet")
    }
    guard case .secrets(let text) = block else { return nil }
    (record.start, record.count) = (start + text.lowerBound, text.count)
    return .secrets
  }

  private static func read(
    _ buffer: borrowing ReadBuffer, _ header: PcapngSection.BlockHeader,
    _ section: inout PcapngSection
  ) -> PcapngSection.Block {
    let start = buffer.position
    let block = buffer.bytes.span.extracting(start..<start + header.length)
    let end = header.length - 4
    let repeated = block.uint32(at: end, header.byteOrder)
    guard repeated == header.length else {
      return .damaged("is \(header.length) bytes long at its start but \(repeated) at its end")
    }
    return section.read(header, block.extracting(first: end))
  }
}

extension ReadBuffer {
  /// Whether the block at `position` is wholly there.
  func hasWholeBlock(_ order: ByteOrder) -> Bool {
    guard available >= 12, let header = blockHeader(order) else { return false }
    return header.isLengthPlausible && header.length <= available
  }

  /// The header of the block at `position`, to whose 12 bytes the caller has seen.
  ///
  /// Nil if it begins a section and its byte order is unknown.
  fileprivate func blockHeader(_ order: ByteOrder) -> PcapngSection.BlockHeader? {
    PcapngSection.BlockHeader(bytes.span.extracting(position..<position + 12), order)
  }
}
