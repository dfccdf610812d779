import NetworkBytes

extension CaptureInput {
  /// Takes the next record of a pcap file if it is a usual datagram behind an Ethernet header, wholly there, and
  /// captured before `dueTime`; false where it is not, and only `datagram` has changed.
  @inline(__always)
  mutating func takeUsualRecord(before dueTime: Int64, _ datagram: inout UsualDatagram) -> Bool {
    let end = endOfUsualRecord(before: dueTime, &datagram)
    guard end > 0 else { return false }
    buffer.position = end
    packets &+= 1
    number &+= 1
    lastTime = datagram.time
    datagram.number = number
    return true
  }

  /// Where the record ends, 0 if it is not usual.
  ///
  /// One look at a window of fixed length, as for most traces this is all that is done for most packets.
  @inline(__always)
  private func endOfUsualRecord(before dueTime: Int64, _ datagram: inout UsualDatagram) -> Int {
    let (recordHeader, linkHeader) = (16, 14)
    let behind = recordHeader + linkHeader
    let available = buffer.available
    guard let pcap, pcap.isUsual, available >= behind + UsualDatagram.window else { return 0 }
    let start = buffer.position
    let window = buffer.bytes.span.extracting(start..<start &+ behind &+ UsualDatagram.window)
    let captured = Int(window.uint32(at: 8, .little))
    let time =
      Int64(window.uint32(at: 0, .little)) &* 1_000_000_000
      &+ Int64(window.uint32(at: 4, .little)) &* pcap.fractionUnit
    guard captured <= available &- recordHeader, captured <= pcap.maximumLength, time < dueTime,
      window.uint16(at: recordHeader + 12) == LinkLayer.ipv4,
      datagram.read(window.extracting(droppingFirst: behind), captured: captured &- linkHeader)
    else { return 0 }
    datagram.time = time
    datagram.start = start &+ behind &+ UsualDatagram.window &- 1
    return start &+ recordHeader &+ captured
  }

  /// Whether `record` is a usual datagram behind any other link header.
  mutating func isUsual(_ datagram: inout UsualDatagram) -> Bool {
    let offset = Self.networkOffset(frame, record.linkType)
    guard offset >= 0, frame.count >= offset &+ UsualDatagram.window,
      datagram.read(
        frame.extracting(offset..<offset &+ UsualDatagram.window), captured: frame.count &- offset)
    else { return false }
    datagram.time = record.time
    datagram.number = number
    datagram.start = record.start &+ offset &+ UsualDatagram.window &- 1
    return true
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
