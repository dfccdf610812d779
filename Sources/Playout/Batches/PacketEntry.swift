/// Where one packet of a stream lies in a batch, and what playing it takes.
package struct PacketEntry: Sendable, BitwiseCopyable {
  /// The extended sequence number; a step of 32,768 or more begins a new run of numbers.
  package let order: Int64
  /// Capture time, ns since 1970.
  package let time: Int64
  package let timestamp: UInt32
  /// The page of the batch that holds the payload, and where it starts there.
  let page: UInt32
  let offset: UInt32
  package let length: UInt16
  /// Index in the stream's formats.
  package let format: UInt16

  package init(
    order: Int64, time: Int64, timestamp: UInt32, page: Int, offset: Int, length: Int, format: Int
  ) {
    self.order = order
    self.time = time
    self.timestamp = timestamp
    self.page = UInt32(truncatingIfNeeded: page)
    self.offset = UInt32(truncatingIfNeeded: offset)
    self.length = UInt16(truncatingIfNeeded: length)
    self.format = UInt16(truncatingIfNeeded: format)
  }

  /// The payload's place in its page.
  package var range: Range<Int> { Int(offset)..<Int(offset) &+ Int(length) }
}
