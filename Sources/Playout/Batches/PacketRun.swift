/// Packets of a stream that came one behind the other and follow each other evenly: by one in their order,
/// by the same step in their timestamps, never back in capture time, and with payloads of one format and length.
///
/// Nearly all packets of a trace stand in such runs, of as many as a page holds; what is done for a
/// packet can so be done for twenty.
package struct PacketRun: Sendable, BitwiseCopyable {
  /// The order of the first packet.
  private(set) var order: Int64
  private(set) var timestamp: UInt32
  /// By how much timestamps step from packet to packet.
  let step: UInt32
  /// The page of the batch that holds the packets, where the first payload starts there, and the number of its time.
  var page: UInt32
  var offset: UInt32
  var slot: UInt32
  var count: UInt32
  /// Bytes of each payload.
  let length: UInt16
  /// Index in the stream's formats.
  let format: UInt16

  init(
    order: Int64, timestamp: UInt32, step: UInt32, page: Int, offset: Int, slot: Int, length: Int,
    format: UInt16
  ) {
    self.order = order
    self.timestamp = timestamp
    self.step = step
    self.page = UInt32(truncatingIfNeeded: page)
    self.offset = UInt32(truncatingIfNeeded: offset)
    self.slot = UInt32(truncatingIfNeeded: slot)
    self.length = UInt16(truncatingIfNeeded: length)
    self.format = format
    count = 1
  }

  /// The order behind the last packet's.
  var end: Int64 { order &+ Int64(count) }

  /// Bytes that its packets take in their page.
  var byteCount: Int { Int(count) &* (Int(length) &+ Page.timeLength) }

  /// Where all payloads stand in the page.
  var payloads: Range<Int> { Int(offset)..<Int(offset) &+ Int(count) &* Int(length) }

  /// The run without its first packets.
  func dropping(_ packets: Int) -> PacketRun {
    let dropped = UInt32(truncatingIfNeeded: max(0, min(packets, Int(count))))
    var rest = self
    rest.order &+= Int64(dropped)
    rest.timestamp &+= dropped &* step
    rest.offset &+= dropped &* UInt32(length)
    rest.slot &+= dropped
    rest.count &-= dropped
    return rest
  }

  /// The first packets of the run.
  func keeping(_ packets: Int) -> PacketRun {
    var first = self
    first.count = UInt32(truncatingIfNeeded: max(0, min(packets, Int(count))))
    return first
  }

  /// One packet of the run.
  func entry(_ index: Int, in page: Page) -> PacketEntry {
    PacketEntry(
      order: order &+ Int64(index), time: page.time(Int(slot) &+ index),
      timestamp: timestamp &+ UInt32(truncatingIfNeeded: index) &* step, page: Int(self.page),
      offset: Int(offset) &+ index &* Int(length), length: Int(length), format: Int(format))
  }
}
