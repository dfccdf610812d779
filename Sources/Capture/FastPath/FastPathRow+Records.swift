import NetworkBytes

/// What stands before an IPv4 header behind Ethernet.
private let linkHeader = 14

// One look at a window of fixed length, as for most traces this is all that is done for most packets.
extension FastPathRow {
  /// Appends records of a pcap file as long as they suit the fast path behind an Ethernet header.
  ///
  /// `position` is where the first record starts in `bytes`, and then the first that is not taken.
  mutating func append(
    recordsIn bytes: Span<UInt8>, of pcap: PcapHeader, before dueTime: Int64,
    from position: inout Int
  ) -> (count: Int, last: FastPathDatagram?) {
    guard pcap.suitsFastPath else { return (0, nil) }
    let header = 16
    let behind = header + linkHeader
    var start = position
    defer { position = start }
    return append {
      guard bytes.count &- start >= behind + FastPathDatagram.window else { return nil }
      let window = bytes.extracting(start..<start &+ behind &+ FastPathDatagram.window)
      let captured = Int(window.uint32(at: 8, .little))
      let time =
        Int64(window.uint32(at: 0, .little)) &* 1_000_000_000
        &+ Int64(window.uint32(at: 4, .little)) &* pcap.fractionUnit
      guard captured <= bytes.count &- start &- header, captured <= pcap.maximumLength,
        time < dueTime, window.uint16(at: header + 12) == LinkLayer.ipv4,
        let datagram = FastPathDatagram(
          window.extracting(droppingFirst: behind), captured: captured &- linkHeader,
          start: start &+ behind, time: time)
      else { return nil }
      start &+= header &+ captured
      return datagram
    }
  }

  /// Appends blocks of a pcapng file in the same way as long as they are Enhanced Packet Blocks
  /// (draft-ietf-opsawg-pcapng, section 4.3) in little-endian order.
  mutating func append(
    blocksIn bytes: Span<UInt8>, of section: borrowing PcapngSection, before dueTime: Int64,
    from position: inout Int
  ) -> (count: Int, last: FastPathDatagram?) {
    guard section.byteOrder == .little else { return (0, nil) }
    let header = 28
    let behind = header + linkHeader
    let interfaces = section.interfaces.span
    var start = position
    defer { position = start }
    return append {
      guard bytes.count &- start >= behind + FastPathDatagram.window else { return nil }
      let window = bytes.extracting(start..<start &+ behind &+ FastPathDatagram.window)
      let length = Int(window.uint32(at: 4, .little))
      let captured = Int(window.uint32(at: 20, .little))
      let number = Int(window.uint32(at: 8, .little))
      guard window.uint32(at: 0, .little) == PcapngSection.packetType, length % 4 == 0,
        length <= PcapngSection.longestBlock, length <= bytes.count &- start,
        captured <= length &- header &- 4, number < interfaces.count,
        bytes.extracting(start &+ length &- 4..<start &+ length).uint32(at: 0, .little) == length,
        interfaces[number].linkType == 1, window.uint16(at: header + 12) == LinkLayer.ipv4
      else { return nil }
      let ticks =
        UInt64(window.uint32(at: 12, .little)) << 32 | UInt64(window.uint32(at: 16, .little))
      let time = interfaces[number].timestamps.nanoseconds(ticks)
      guard time < dueTime,
        let datagram = FastPathDatagram(
          window.extracting(droppingFirst: behind), captured: captured &- linkHeader,
          start: start &+ behind, time: time)
      else { return nil }
      start &+= length
      return datagram
    }
  }
}
