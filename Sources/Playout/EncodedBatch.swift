/// Encoded packets of one stream: the unit that is flushed and decoded.
///
/// Payloads lie in pages, so that thousands of growing streams do not copy what they hold; the first
/// pages of a stream are short, all others of one size, which leaves no holes in the heap. A batch
/// that is taken away shares its last pages with what stays.
package struct EncodedBatch: Sendable {
  package private(set) var entries: [PacketEntry] = []
  /// Pages that are not added to any more.
  private var pages: [[UInt8]] = []
  /// The page behind them, which has room; empty where there is none.
  private var open: [UInt8] = []
  /// Entries that are to be played; those behind them only look ahead and come again.
  package private(set) var playable = 0
  private var isSorted = true
  /// The highest order so far.
  private var newestOrder = Int64.min
  /// Bytes of all payloads.
  private var payloadBytes = 0
  /// Bytes of all pages, full or not.
  private var pageBytes = 0
  /// The first of the pages that what stayed behind reads, too.
  private var firstShared = Int.max
  private let pool: PagePool?

  /// Bytes of a page, of a longer one if a payload is.
  package static let pageLength = 4096

  /// Makes an empty batch whose buffers come from `pool`, where there is one.
  package init(pool: PagePool? = nil) { self.pool = pool }

  package var isEmpty: Bool { entries.isEmpty }

  /// Bytes that the content takes.
  package var byteCount: Int {
    payloadBytes &+ entries.count &* MemoryLayout<PacketEntry>.stride
  }

  /// Memory that the buffers take, full or not.
  package var capacity: Int {
    pageBytes &+ entries.capacity &* MemoryLayout<PacketEntry>.stride
  }

  /// The page that holds an entry's payload.
  package func page(of entry: PacketEntry) -> [UInt8] {
    let index = Int(entry.page)
    return index < pages.count ? pages[index] : open
  }

  /// Adds a packet in order of arrival.
  package mutating func append(
    _ payload: Span<UInt8>, order: Int64, timestamp: UInt32, time: Int64, format: Int
  ) {
    if order < newestOrder { isSorted = false } else { newestOrder = order }
    let room = open.capacity &- open.count
    if room < max(1, payload.count) { turnPage(for: payload.count) }
    if entries.count == entries.capacity { growEntries() }
    entries.append(
      PacketEntry(
        order: order, time: time, timestamp: timestamp, page: pages.count, offset: open.count,
        length: payload.count, format: format))
    copy(payload)
  }

  /// Copies bytes to the open page, which has the room.
  private mutating func copy(_ payload: Span<UInt8>) {
    // One by one, bytes would cost more than all the rest that is done for a packet.
    open.append(addingCapacity: payload.count) { page in
      unsafe page.withUnsafeMutableBufferPointer { page, count in
        unsafe payload.withUnsafeBufferPointer { payload in
          guard let page = page.baseAddress, let bytes = payload.baseAddress else { return }
          unsafe (page + count).update(from: bytes, count: payload.count)
          count &+= payload.count
        }
      }
    }
    payloadBytes &+= payload.count
  }

  /// Opens a new page.
  @inline(never)
  private mutating func turnPage(for count: Int) {
    close()
    // Of a stream that has not brought much, there may be tens of thousands.
    let length = max(count, min(Self.pageLength, max(512, payloadBytes)))
    if let pool, length == Self.pageLength {
      open = pool.lend()
    } else {
      open.reserveCapacity(length)
    }
    pageBytes += open.capacity
  }

  static func isFullLength(_ page: [UInt8]) -> Bool {
    (pageLength..<2 * pageLength).contains(page.capacity)
  }

  @inline(never)
  private mutating func growEntries() {
    entries.reserveCapacity(entries.count + min(64, max(8, entries.count)))
  }

  /// Puts the open page to the others.
  private mutating func close() {
    guard open.capacity > 0 else { return }
    pages.append(open)
    open = []
  }

  /// Adds the packets of another batch behind these.
  package mutating func append(_ other: EncodedBatch) {
    for entry in other.entries { append(entry, of: other) }
  }

  private mutating func append(_ entry: PacketEntry, of other: EncodedBatch) {
    let page = other.page(of: entry)
    append(
      page.span.extracting(entry.range), order: entry.order, timestamp: entry.timestamp,
      time: entry.time, format: Int(entry.format))
  }

  /// Drops all packets but those that came first.
  package mutating func keepFirst(_ count: Int) {
    entries.removeLast(max(0, entries.count - count))
  }

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

  /// Takes the first `count` packets, `playable` of them to be played; the others stay here, too.
  package mutating func take(_ count: Int, playable: Int) -> EncodedBatch {
    close()
    var taken = self
    self = EncodedBatch(pool: pool)
    taken.firstShared = keep(taken.entries[playable...], of: taken)
    taken.entries.removeLast(taken.entries.count - count)
    taken.playable = playable
    return taken
  }

  /// Gives the buffers to the pool, and is empty; nobody else may hold it.
  package mutating func recycle() {
    if pages.count > firstShared { pages.removeLast(pages.count - firstShared) }
    pool?.takeBack(&pages)
    self = EncodedBatch(pool: pool)
  }

  /// Becomes a batch of some packets of another, which shares its pages from the one on whose number
  /// is returned; what is added goes to new ones.
  private mutating func keep(_ kept: ArraySlice<PacketEntry>, of other: EncodedBatch) -> Int {
    guard !kept.isEmpty else { return .max }
    var first = other.pages.count
    var length = 0
    for entry in kept {
      first = min(first, Int(entry.page))
      length &+= Int(entry.length)
    }
    guard (other.pages.count - first - 2) * Self.pageLength <= 2 * length else {
      // One old packet would keep everything behind it from being freed.
      for entry in kept { append(entry, of: other) }
      return .max
    }
    pages = Array(other.pages[first...])
    pageBytes = pages.reduce(0) { $0 + $1.capacity }
    entries.reserveCapacity(kept.count + 64)
    for var entry in kept {
      if entry.order < newestOrder { isSorted = false } else { newestOrder = entry.order }
      entry.page -= UInt32(first)
      payloadBytes &+= Int(entry.length)
      entries.append(entry)
    }
    return first
  }
}

extension EncodedBatch {
  /// Takes a batch up again as it was stored.
  package init(stored entries: [PacketEntry], _ bytes: [UInt8]) {
    self.init()
    self.entries = entries
    pages = [bytes]
    pageBytes = bytes.count
    payloadBytes = bytes.count
    isSorted = false
    newestOrder = .max
  }

  /// The entries as they are to be stored, with all payloads in one page.
  package var stored: (entries: [PacketEntry], bytes: [UInt8]) {
    var entries = entries
    var bytes: [UInt8] = []
    bytes.reserveCapacity(payloadBytes)
    for index in entries.indices {
      let entry = entries[index]
      let start = Int(entry.offset)
      entries[index].page = 0
      entries[index].offset = UInt32(truncatingIfNeeded: bytes.count)
      bytes += page(of: entry)[start..<start + Int(entry.length)]
    }
    return (entries, bytes)
  }
}
