extension CaptureInput {
  /// Takes the next record of a pcap file (draft-ietf-opsawg-pcap, section 5).
  @inline(__always)
  mutating func takePcapRecord(_ pcap: PcapHeader) throws(CaptureError) -> Arrival {
    let headerLength = pcap.recordHeaderLength
    var availability = try buffer.require(headerLength)
    guard availability == .ready else { return interrupted(availability) }
    let header = buffer.pcapRecordHeader(pcap.byteOrder)
    guard header.captured <= pcap.maximumLength else {
      return stop("record \(number + 1) claims \(header.captured) bytes")
    }
    let length = headerLength &+ header.captured
    availability = try buffer.require(length)
    guard availability == .ready else { return interrupted(availability) }
    record = Record(
      time: header.seconds &* 1_000_000_000 &+ header.fraction &* pcap.fractionUnit,
      start: buffer.position &+ headerLength, count: header.captured,
      originalLength: header.originalLength, linkType: pcap.linkType)
    lastTime = record.time
    buffer.position &+= length
    packets &+= 1
    number &+= 1
    return .record
  }
}

extension ReadBuffer {
  /// Whether the record at `position` is wholly there.
  func hasWholeRecord(_ pcap: PcapHeader) -> Bool {
    available >= pcap.recordHeaderLength
      && available &- pcap.recordHeaderLength >= pcapRecordHeader(pcap.byteOrder).captured
  }

  /// The header of the record at `position`; the caller has seen to its 16 bytes.
  @inline(__always)
  fileprivate func pcapRecordHeader(
    _ order: ByteOrder
  ) -> (seconds: Int64, fraction: Int64, captured: Int, originalLength: Int) {
    // A slice of constant length, so that its fields need no further checks.
    let header = bytes.span.extracting(position..<position &+ 16)
    return (
      Int64(header.uint32(at: 0, order)), Int64(header.uint32(at: 4, order)),
      Int(header.uint32(at: 8, order)), Int(header.uint32(at: 12, order))
    )
  }
}
