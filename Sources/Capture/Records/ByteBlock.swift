/// Bytes that one owner reads and writes, and that are never counted nor copied: what a packet's bytes
/// lie in must not cost anything for each packet.
@safe
struct ByteBlock: ~Copyable, @unchecked Sendable {
  private var base: UnsafeMutablePointer<UInt8>
  private(set) var count: Int

  /// Makes `count` zeros.
  init(count: Int) {
    unsafe base = .allocate(capacity: count)
    unsafe base.initialize(repeating: 0, count: count)
    self.count = count
  }

  deinit { unsafe base.deallocate() }

  var span: Span<UInt8> {
    @_lifetime(borrow self)
    @inline(__always)
    get { unsafe _overrideLifetime(Span(_unsafeStart: base, count: count), borrowing: self) }
  }

  var mutableSpan: MutableSpan<UInt8> {
    @_lifetime(&self)
    mutating get {
      unsafe _overrideLifetime(MutableSpan(_unsafeStart: base, count: count), mutating: &self)
    }
  }

  /// Makes room for `count` bytes, if there is less; those that are there stay.
  mutating func grow(to count: Int) {
    guard count > self.count else { return }
    var longer = ByteBlock(count: count)
    unsafe longer.base.update(from: base, count: self.count)
    swap(&self, &longer)
  }

  /// Moves the bytes of a range to the front.
  mutating func moveToFront(_ range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    unsafe base.update(from: base + range.lowerBound, count: range.count)
  }
}
