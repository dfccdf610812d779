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
  private let base: UnsafeMutablePointer<UInt8>

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

  /// Writes a packet whose payload begins at `offset`, as number `slot`; the caller has seen to the room between both.
  @inline(__always)
  func write(_ payload: Span<UInt8>, at offset: Int, time: Int64, slot: Int) {
    let end = capacity &- (slot &+ 1) &* Self.timeLength
    precondition(offset >= 0 && slot >= 0 && offset &+ payload.count <= end)
    unsafe UnsafeMutableRawPointer(base + end).storeBytes(of: time, as: Int64.self)
    unsafe payload.withUnsafeBufferPointer { payload in
      guard let bytes = payload.baseAddress else { return }
      unsafe (base + offset).update(from: bytes, count: payload.count)
    }
  }

  /// Writes payloads and times that were stored, which take all of the page.
  func fill(_ payloads: [UInt8], _ times: [Int64]) {
    precondition(payloads.count + times.count * Self.timeLength <= capacity)
    unsafe payloads.withUnsafeBufferPointer { payloads in
      guard let bytes = payloads.baseAddress else { return }
      unsafe base.update(from: bytes, count: payloads.count)
    }
    for (slot, time) in times.enumerated() {
      write([UInt8]().span, at: 0, time: time, slot: slot)
    }
  }
}
