/// Encoded packets of one stream: the unit that is flushed and decoded.
///
/// Packets lie in pages, so that thousands of growing streams do not copy what they hold; the first
/// pages of a stream are short, all others of one size, which leaves no holes in the heap. A batch
/// that is taken away shares its last pages with what stays.
package struct EncodedBatch: @unchecked Sendable {
  // What appending a packet asks for comes first, to lie in one or two lines of memory.
  /// What is left of the last page, while it is open.
  private var space = Page.Space()
  /// Bytes that all packets take.
  package private(set) var byteCount = 0
  /// What comes behind the packet that was added last, if all goes on evenly.
  private var nextOrder = Int64.min
  private var nextTimestamp: UInt32 = 0
  private var step: UInt32 = 0
  private var lastTime = Int64.min
  /// Bytes of payload in the last run, which nothing has where that is at its end, and its format.
  private var length = Self.endedRun
  private var format: UInt16 = 0
  /// Packets that the last run does not count yet.
  private var uncounted: UInt32 = 0

  /// Bytes of packets from which on it should be looked at.
  package var threshold = Int.max
  private var runs: [PacketRun] = []
  /// All pages, the one with room among them.
  private var pages: [Page] = []
  /// Packets that are to be played; those behind them only look ahead and come again.
  package private(set) var playable = 0
  private var isSorted = true
  /// The order behind the highest, as far as runs have ended.
  private var highestEnd = Int64.min
  /// Packets in all pages but the one with room.
  private var closedPackets = 0
  /// Bytes of the page with room.
  private var openLength = Self.noPage
  /// Bytes of all pages, full or not.
  private var pageBytes = 0
  private let pool: PagePool?

  /// Bytes of a page, of a longer one if a payload is.
  package static let pageLength = 4096
  private static let endedRun = -1
  /// What makes `slots` zero.
  private static let noPage = Page.timeLength - 1

  /// Makes an empty batch whose buffers come from `pool`, where there is one.
  package init(pool: PagePool? = nil) { self.pool = pool }

  package var isEmpty: Bool { packets == 0 }

  /// Packets of all runs.
  package var packets: Int { closedPackets &+ slots }

  /// Packets in the page with room.
  private var slots: Int { (openLength &- space.timeOffset) / Page.timeLength &- 1 }

  /// Says whether the packets take `threshold` bytes, and what memory the buffers take.
  ///
  /// It looks at the batch where it is: a getter would be given a copy.
  package mutating func measure() -> (isFull: Bool, capacity: Int) {
    (byteCount >= threshold, capacity)
  }

  /// Memory that the buffers take, full or not.
  package var capacity: Int { pageBytes &+ runs.capacity &* MemoryLayout<PacketRun>.stride }

  /// Adds a packet in order of arrival; returns whether `capacity` may have grown, or the packets take
  /// `threshold` bytes.
  @discardableResult
  package mutating func append(
    _ payload: Span<UInt8>, order: Int64, timestamp: UInt32, time: Int64, format: Int
  ) -> Bool {
    if order == nextOrder, timestamp == nextTimestamp, payload.count == length,
      format == Int(self.format), time >= lastTime, space.room >= payload.count
    {
      write(payload, time)
      nextOrder &+= 1
      nextTimestamp &+= step
      lastTime = time
      uncounted &+= 1
      return byteCount >= threshold
    }
    beginRun(
      payload, order: order, timestamp: timestamp, time: time,
      format: UInt16(truncatingIfNeeded: format))
    return true
  }

  /// Adds a packet that does not go on with the last run.
  @inline(never)
  private mutating func beginRun(
    _ payload: Span<UInt8>, order: Int64, timestamp: UInt32, time: Int64, format: UInt16
  ) {
    endRun()
    if order < highestEnd { isSorted = false }
    // By as much as from the packet before, if this is the next; else as it was.
    if order == nextOrder, format == self.format { step = timestamp &- (nextTimestamp &- step) }
    makeRoom(for: payload.count)
    if runs.count == runs.capacity {
      runs.reserveCapacity(runs.count + min(64, max(4, runs.count)))
    }
    runs.append(
      PacketRun(
        order: order, timestamp: timestamp, step: step, page: pages.count - 1, offset: space.filled,
        slot: slots, length: payload.count, format: format))
    write(payload, time)
    (nextOrder, nextTimestamp, lastTime) = (order &+ 1, timestamp &+ step, time)
    (length, self.format) = (payload.count, format)
  }

  /// Writes a packet to the open page, which has the room.
  @inline(__always)
  private mutating func write(_ payload: Span<UInt8>, _ time: Int64) {
    space.append(payload, time: time)
    byteCount &+= payload.count &+ Page.timeLength
  }

  /// Lets the last run count all its packets, and adds nothing more to it.
  private mutating func endRun() {
    if uncounted > 0 { runs[runs.count - 1].count += uncounted }
    uncounted = 0
    length = Self.endedRun
    highestEnd = max(highestEnd, nextOrder)
  }

  /// Sees to it that the open page has room for a packet.
  private mutating func makeRoom(for count: Int) {
    if space.room >= count { return }
    let needed = count + Page.timeLength
    // Of a stream that has not brought much, there may be tens of thousands.
    let usual = min(Self.pageLength, max(512, byteCount))
    closePage()
    let page =
      max(needed, usual) == Self.pageLength
      ? pool?.lend() ?? Page(capacity: Self.pageLength) : Page(capacity: max(needed, usual))
    pages.append(page)
    space = Page.Space(of: page)
    openLength = page.capacity
    pageBytes += page.capacity
  }

  /// Adds nothing more to the page with room.
  private mutating func closePage() {
    endRun()
    closedPackets += slots
    (space, openLength) = (Page.Space(), Self.noPage)
  }

  /// Brings the packets into order; those of equal order stay as they came.
  package mutating func sort() {
    endRun()
    guard !isSorted else { return }
    runs.sort { $0.order < $1.order }
    isSorted = true
  }

  /// Takes the first `count` packets, `playable` of them to be played; the others stay here, too.
  package mutating func take(_ count: Int, playable: Int) -> EncodedBatch {
    closePage()
    var taken = self
    self = EncodedBatch(pool: pool)
    (nextOrder, nextTimestamp, step) = (taken.nextOrder, taken.nextTimestamp, taken.step)
    (lastTime, format, threshold) = (taken.lastTime, taken.format, taken.threshold)
    keep(behind: playable, of: taken)
    taken.cut(to: count)
    taken.playable = playable
    return taken
  }

  /// Becomes a batch of some packets of another, which shares its pages; what is added goes to new ones.
  private mutating func keep(behind count: Int, of other: EncodedBatch) {
    var dropped = count
    var start = 0
    while start < other.runs.count, dropped >= Int(other.runs[start].count) {
      dropped -= Int(other.runs[start].count)
      start += 1
    }
    guard start < other.runs.count else { return }
    runs.reserveCapacity(other.runs.count - start + 8)
    var first = other.pages.count
    for index in start..<other.runs.count {
      let run = other.runs[index].dropping(index == start ? dropped : 0)
      first = min(first, Int(run.page))
      byteCount += run.byteCount
      closedPackets += Int(run.count)
      note(run)
      runs.append(run)
    }
    guard (other.pages.count - first - 2) * Self.pageLength > 2 * byteCount else {
      pages = Array(other.pages[first...])
      for index in runs.indices { runs[index].page -= UInt32(first) }
      for page in pages { pageBytes += page.capacity }
      return
    }
    // One old packet would keep everything behind it from being freed.
    let kept = runs
    (runs, byteCount, closedPackets, isSorted, highestEnd) = ([], 0, 0, true, .min)
    for run in kept { append(run, of: other) }
  }

  private mutating func append(_ run: PacketRun, of other: EncodedBatch) {
    let page = other.page(of: run)
    for index in 0..<Int(run.count) {
      let entry = run.entry(index, in: page)
      append(
        page.span.extracting(entry.range), order: entry.order, timestamp: entry.timestamp,
        time: entry.time, format: Int(entry.format))
    }
  }

  /// Adds the packets of another batch behind these, with its pages; that gets no more packets.
  package mutating func append(_ other: EncodedBatch) {
    guard !other.isEmpty else { return }
    closePage()
    let first = UInt32(truncatingIfNeeded: pages.count)
    pages += other.pages
    pageBytes += other.pageBytes
    closedPackets += other.packets
    byteCount += other.byteCount
    for var run in other.allRuns {
      run.page &+= first
      note(run)
      runs.append(run)
    }
    (nextOrder, nextTimestamp, step) = (other.nextOrder, other.nextTimestamp, other.step)
    (lastTime, format) = (other.lastTime, other.format)
  }

  /// Takes a run into account that comes behind all others.
  private mutating func note(_ run: PacketRun) {
    if run.order < highestEnd { isSorted = false }
    highestEnd = max(highestEnd, run.end)
  }

  /// Drops the packets behind the first `count`; no page is open.
  private mutating func cut(to count: Int) {
    while closedPackets > count, let last = runs.popLast() {
      let kept = last.keeping(max(0, Int(last.count) - (closedPackets - count)))
      if kept.count > 0 { runs.append(kept) }
      closedPackets -= Int(last.count - kept.count)
      byteCount -= last.byteCount - kept.byteCount
    }
  }

  /// Gives the buffers to the pool, and is empty; nobody else may hold it.
  package mutating func recycle() {
    pool?.takeBack(&pages)
    let threshold = threshold
    self = EncodedBatch(pool: pool)
    self.threshold = threshold
  }

  /// All runs; while the last one goes on, that is a copy.
  var allRuns: [PacketRun] {
    guard uncounted > 0 else { return runs }
    var runs = runs
    runs[runs.count - 1].count += uncounted
    return runs
  }

  /// The page that holds the packets of a run.
  func page(of run: PacketRun) -> Page { pages[Int(run.page)] }

  /// The page that holds an entry's payload.
  package func page(of entry: PacketEntry) -> Page { pages[Int(entry.page)] }

  /// Takes a batch up again as it was stored.
  init(_ runs: [PacketRun], in page: Page) {
    self.init()
    self.runs = runs
    pages = [page]
    isSorted = false
    highestEnd = .max
    for run in runs {
      closedPackets += Int(run.count)
      byteCount += run.byteCount
    }
    pageBytes = page.capacity
  }
}
