import NetworkBytes

extension CaptureInput {
  /// Takes records as long as they suit the fast path, wholly in the chunk, and captured before `dueTime`, and adds
  /// them to a row.
  ///
  /// What it leaves in `arrival` is the first that is not.
  mutating func takeFastPath(before dueTime: Int64, _ row: inout FastPathRow, most: Int)
    throws(CaptureError)
  {
    row.begin(input: index, firstNumber: arrival == nil ? number + 1 : number, most: most)
    while row.hasRoom {
      if arrival == nil {
        if takeFastPathRecords(before: dueTime, &row) { continue }
        guard row.isEmpty || hasWholeRecord else { return }
        arrival = try takeRecord()
      }
      guard arrival == .record, record.time < dueTime, let datagram = fastPathRecord() else {
        return
      }
      arrival = nil
      row.append(datagram)
    }
  }

  /// Takes the records among them that are found most quickly, as nearly all captures have them; returns whether there were any.
  private mutating func takeFastPathRecords(before dueTime: Int64, _ row: inout FastPathRow) -> Bool
  {
    var position = buffer.position
    let taken =
      if let pcap {
        row.append(recordsIn: buffer.read, of: pcap, before: dueTime, from: &position)
      } else {
        row.append(blocksIn: buffer.read, of: section, before: dueTime, from: &position)
      }
    guard let last = taken.last else { return false }
    buffer.position = position
    packets &+= taken.count
    number &+= taken.count
    lastTime = last.time
    if pcap == nil {
      blocks &+= taken.count
      barrenBytes = 0
    }
    return true
  }

  /// `record` as a datagram of the fast path behind any link header; nil if it is none.
  private func fastPathRecord() -> FastPathDatagram? {
    let offset = Self.networkOffset(frame, record.linkType)
    guard offset >= 0, frame.count >= offset &+ FastPathDatagram.window else { return nil }
    return FastPathDatagram(
      frame.extracting(offset..<offset &+ FastPathDatagram.window), captured: frame.count &- offset,
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
