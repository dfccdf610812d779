/// Where one packet of a stream lies in a batch, and what playing it takes.
package struct PacketEntry: Sendable, BitwiseCopyable {
  /// The extended sequence number; a step of 32,768 or more begins a new run of numbers.
  package let order: Int64
  /// Capture time, ns since 1970.
  package let time: Int64
  package let timestamp: UInt32
  /// Where the payload starts in the batch's bytes.
  package var offset: UInt32
  package let length: UInt16
  /// Index in the stream's formats.
  package let format: UInt16

  package init(
    order: Int64, time: Int64, timestamp: UInt32, offset: UInt32, length: UInt16, format: UInt16
  ) {
    self.order = order
    self.time = time
    self.timestamp = timestamp
    self.offset = offset
    self.length = length
    self.format = format
  }

  /// The payload's place in the batch's bytes.
  package var range: Range<Int> { Int(offset)..<Int(offset) + Int(length) }
}

/// Encoded packets of one stream: the unit that is lent, flushed and decoded.
package struct EncodedBatch: Sendable {
  package var entries: [PacketEntry] = []
  package var bytes: [UInt8] = []
  /// Entries that are to be played; those behind them only look ahead and come again.
  package var playable = 0
  private var isSorted = true
  /// The highest order so far.
  private var newestOrder = Int64.min

  /// Bytes that a batch has room for as it grows: few sizes leave holes in the heap that fit the
  /// next batch.
  private static let capacities = [2048, 5632, 12_288, 24_576, 45_056]

  package init() {}

  package var isEmpty: Bool { entries.isEmpty }

  /// Bytes that the content takes.
  package var byteCount: Int { bytes.count + entries.count * MemoryLayout<PacketEntry>.stride }

  /// Memory that the buffers take, full or not.
  package var capacity: Int {
    bytes.capacity + entries.capacity * MemoryLayout<PacketEntry>.stride
  }

  /// Adds a packet in order of arrival.
  package mutating func append(
    _ payload: Span<UInt8>, order: Int64, timestamp: UInt32, time: Int64, format: Int
  ) {
    if order < newestOrder { isSorted = false } else { newestOrder = order }
    if bytes.count + payload.count > bytes.capacity { grow(for: payload.count) }
    entries.append(
      PacketEntry(
        order: order, time: time, timestamp: timestamp,
        offset: UInt32(truncatingIfNeeded: bytes.count),
        length: UInt16(truncatingIfNeeded: payload.count),
        format: UInt16(truncatingIfNeeded: format)))
    unsafe payload.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
  }

  /// Adds the packets of another batch behind these.
  package mutating func append(_ other: EncodedBatch) {
    append(other, from: 0)
  }

  private mutating func append(_ other: EncodedBatch, from first: Int) {
    for entry in other.entries[first...] {
      append(
        other.bytes.span.extracting(entry.range), order: entry.order, timestamp: entry.timestamp,
        time: entry.time, format: Int(entry.format))
    }
  }

  private mutating func grow(for count: Int) {
    let needed = bytes.count + count
    guard let capacity = Self.capacities.first(where: { $0 >= needed }) else { return }
    bytes.reserveCapacity(capacity)
    entries.reserveCapacity(capacity / 176)
  }

  /// Drops all packets but those that came first.
  package mutating func keepFirst(_ count: Int) {
    entries.removeLast(max(0, entries.count - count))
  }

  /// Says that the entries may not be in order.
  package mutating func noteUnsorted() { isSorted = false }

  /// Brings the packets into order; those of equal order stay as they came.
  package mutating func sort() {
    guard !isSorted else { return }
    entries.sort { $0.order < $1.order }
    isSorted = true
  }

  /// The number of packets with an order below `watermark`; the batch is sorted.
  package func count(below watermark: Int64) -> Int {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].order < watermark { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Moves all packets to `other`, whose first `count` stay there, `playable` of them to be played;
  /// what is not to be played comes back here, in the buffers that `other` had.
  package mutating func give(_ count: Int, playable: Int, to other: inout EncodedBatch) {
    other.removeAll()
    swap(&self, &other)
    append(other, from: playable)
    other.entries.removeLast(other.entries.count - count)
    other.playable = playable
  }

  package mutating func removeAll() {
    entries.removeAll(keepingCapacity: true)
    bytes.removeAll(keepingCapacity: true)
    playable = 0
    isSorted = true
    newestOrder = .min
  }
}
