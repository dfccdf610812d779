/// Memory for packets of one stream: their payloads from its front on, one behind the other, and their
/// capture times from its end back.
///
/// Payloads of packets in a row so lie in one piece, which codecs of constant rate decode at once. An object, as
/// a batch that is taken away shares its last pages with what stays; whoever appends is the only one
/// that writes, behind all that others read.
@safe
package final class Page: @unchecked Sendable {
  /// Bytes, of payloads and times together.
  let capacity: Int
  fileprivate let base: UnsafeMutablePointer<UInt8>

  /// Bytes that the time of a packet takes.
  static let timeLength = 8

  init(capacity: Int) {
    self.capacity = capacity
    unsafe base = .allocate(capacity: capacity)
  }

  deinit { unsafe base.deallocate() }

  /// All bytes; those that no packet was written to are anything.
  package var span: Span<UInt8> {
    @_lifetime(borrow self)
    get { unsafe _overrideLifetime(Span(_unsafeStart: base, count: capacity), borrowing: self) }
  }

  /// The capture time of the packet that came as number `slot` to the page, ns since 1970.
  func time(_ slot: Int) -> Int64 {
    let offset = capacity - (slot + 1) * Self.timeLength
    precondition(slot >= 0 && offset >= 0)
    return unsafe UnsafeRawPointer(base + offset).loadUnaligned(as: Int64.self)
  }

  /// The capture times of some packets in a row, ns since 1970.
  @safe
  struct Times: ~Escapable {
    private var place: UnsafeRawPointer
    private var rest: Int
    private let stride: Int

    /// Those of `count` packets from number `slot` on, each `stride`th from the one at `first` on.
    @_lifetime(borrow page)
    @inline(__always)
    init(_ slot: Int, _ count: Int, from first: Int, stride: Int, of page: borrowing Page) {
      precondition(
        slot >= 0 && first >= 0 && stride > 0
          && page.capacity - (slot + count) * Page.timeLength >= 0)
      unsafe place = UnsafeRawPointer(
        page.base + page.capacity - (slot + first + 1) * Page.timeLength)
      rest = count - first
      self.stride = stride
    }

    @inline(__always)
    mutating func next() -> Int64? {
      guard rest > 0 else { return nil }
      let time = unsafe place.loadUnaligned(as: Int64.self)
      rest &-= stride
      if rest > 0 { unsafe place -= stride &* Page.timeLength }
      return time
    }
  }

  /// Appends a copy of some bytes, as they are kept elsewhere.
  func append(_ range: Range<Int>, to bytes: inout [UInt8]) {
    unsafe span.extracting(range).withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
  }

  /// Appends the time of number `slot` in the same way.
  func appendTime(_ slot: Int, to bytes: inout [UInt8]) {
    unsafe withUnsafeBytes(of: time(slot)) { unsafe bytes.append(contentsOf: $0) }
  }

  /// Makes a page of bytes that were kept elsewhere.
  convenience init(copying bytes: [UInt8]) {
    self.init(capacity: bytes.count)
    unsafe bytes.withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress else { return }
      unsafe base.update(from: start, count: bytes.count)
    }
  }
}

extension Page {
  /// The room that is left in a page: its holder sees to it that the page stays, and asks for `room` before it appends.
  ///
  /// So much of a page is a value, as to look at an object costs a line of memory for every packet.
  @safe
  struct Space {
    private let base: UnsafeMutablePointer<UInt8>?
    /// Where the next payload goes, and the next time.
    private(set) var filled = 0
    private(set) var timeOffset = -1

    /// No room.
    init() { unsafe base = nil }

    /// All of a page that is empty.
    init(of page: Page) {
      unsafe base = page.base
      timeOffset = page.capacity - Page.timeLength
    }

    /// Bytes of payload that a packet may have; below zero where there is none.
    var room: Int { timeOffset &- filled }

    /// Writes a packet, for which there is room.
    @inline(__always)
    mutating func append(_ payload: Span<UInt8>, time: Int64) {
      guard let base = unsafe base else { return }
      let count = payload.count
      unsafe UnsafeMutableRawPointer(base + timeOffset).storeBytes(of: time, as: Int64.self)
      unsafe payload.withUnsafeBufferPointer { payload in
        guard let bytes = payload.baseAddress else { return }
        unsafe UnsafeMutableRawPointer(base + filled).copyMemory(from: bytes, byteCount: count)
      }
      filled &+= count
      timeOffset &-= Page.timeLength
    }
  }
}
