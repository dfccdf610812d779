import NetworkBytes

extension CaptureInput {
  /// Takes records as long as they are usual datagrams, wholly in the chunk, and captured before `dueTime`, and adds
  /// them to a row.
  ///
  /// What it leaves in `arrival` is the first that is not.
  mutating func takeUsual(before dueTime: Int64, _ row: inout UsualRow, most: Int)
    throws(CaptureError)
  {
    row.begin(input: index, firstNumber: arrival == nil ? number + 1 : number, most: most)
    while row.hasRoom {
      if arrival == nil {
        if let pcap, pcap.isUsual, takeUsualRecords(of: pcap, before: dueTime, &row) { continue }
        guard row.isEmpty || hasWholeRecord else { return }
        arrival = try takeRecord()
      }
      guard arrival == .record, record.time < dueTime, let datagram = usualRecord() else { return }
      arrival = nil
      row.append(datagram)
    }
  }

  /// Takes the records among them that are found most quickly; returns whether there were any.
  private mutating func takeUsualRecords(
    of pcap: PcapHeader, before dueTime: Int64, _ row: inout UsualRow
  ) -> Bool {
    var position = buffer.position
    let taken = row.append(
      recordsIn: buffer.read, of: pcap, before: dueTime, from: &position)
    guard let last = taken.last else { return false }
    buffer.position = position
    packets &+= taken.count
    number &+= taken.count
    lastTime = last.time
    return true
  }

  /// `record` as a usual datagram behind any link header; nil if it is none.
  private func usualRecord() -> UsualDatagram? {
    let offset = Self.networkOffset(frame, record.linkType)
    guard offset >= 0, frame.count >= offset &+ UsualDatagram.window else { return nil }
    return UsualDatagram(
      frame.extracting(offset..<offset &+ UsualDatagram.window), captured: frame.count &- offset,
      start: record.start &+ offset, time: record.time)
  }

  /// Where an IPv4 header starts: behind Ethernet with at most one tag, Linux cooked, or nothing;
  /// -1 if it does not.
  @inline(__always)
  private static func networkOffset(_ frame: Span<UInt8>, _ linkType: UInt16?) -> Int {
    guard let linkType, frame.count >= 20 else { return -1 }
    let header = frame.extracting(first: 20)
    switch linkType {
    case 1:
      let type = header.uint16(at: 12)
      if type == LinkLayer.ipv4 { return 14 }
      return type == 0x8100 && header.uint16(at: 16) == LinkLayer.ipv4 ? 18 : -1
    case 113: return header.uint16(at: 14) == LinkLayer.ipv4 ? 16 : -1
    case 276: return header.uint16(at: 0) == LinkLayer.ipv4 ? 20 : -1
    case 101: return 0
    default: return -1
    }
  }
}

extension UsualRow {
  /// Appends records of a pcap file as long as they are usual behind an Ethernet header: one look at a window of
  /// fixed length, as for most traces this is all that is done for most packets.
  ///
  /// `position` is where the first record starts in `bytes`, and then the first that is not taken.
  fileprivate mutating func append(
    recordsIn bytes: Span<UInt8>, of pcap: PcapHeader, before dueTime: Int64,
    from position: inout Int
  ) -> (count: Int, last: UsualDatagram?) {
    let (recordHeader, linkHeader) = (16, 14)
    let behind = recordHeader + linkHeader
    var start = position
    defer { position = start }
    return append {
      guard bytes.count &- start >= behind + UsualDatagram.window else { return nil }
      let window = bytes.extracting(start..<start &+ behind &+ UsualDatagram.window)
      let captured = Int(window.uint32(at: 8, .little))
      let time =
        Int64(window.uint32(at: 0, .little)) &* 1_000_000_000
        &+ Int64(window.uint32(at: 4, .little)) &* pcap.fractionUnit
      guard captured <= bytes.count &- start &- recordHeader, captured <= pcap.maximumLength,
        time < dueTime, window.uint16(at: recordHeader + 12) == LinkLayer.ipv4,
        let datagram = UsualDatagram(
          window.extracting(droppingFirst: behind), captured: captured &- linkHeader,
          start: start &+ behind, time: time)
      else { return nil }
      start &+= recordHeader &+ captured
      return datagram
    }
  }
}
