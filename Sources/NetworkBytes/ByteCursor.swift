/// A field was asked for where the bytes had ended.
package struct ShortRead: Error, Equatable {
  @inlinable package init() {}
}

/// Reads fields in network byte order, one after the other, from bytes that came from outside.
///
/// Every read checks the length first and throws `ShortRead`; no input makes it trap.
package struct ByteCursor: ~Escapable {
  @usableFromInline let bytes: Span<UInt8>
  /// Bytes consumed so far.
  package private(set) var offset: Int

  /// Starts at the first byte of `bytes`.
  @_lifetime(copy bytes)
  package init(_ bytes: Span<UInt8>) {
    self.bytes = bytes
    offset = 0
  }

  /// Bytes not yet consumed.
  package var remaining: Int { bytes.count - offset }

  /// The next byte.
  @_lifetime(self: copy self)
  package mutating func uint8() throws(ShortRead) -> UInt8 {
    guard remaining >= 1 else { throw ShortRead() }
    offset += 1
    return bytes[offset - 1]
  }

  /// The next 16 bits.
  @_lifetime(self: copy self)
  package mutating func uint16() throws(ShortRead) -> UInt16 {
    guard remaining >= 2 else { throw ShortRead() }
    offset += 2
    return bytes.uint16(at: offset - 2)
  }

  /// The next 32 bits.
  @_lifetime(self: copy self)
  package mutating func uint32() throws(ShortRead) -> UInt32 {
    guard remaining >= 4 else { throw ShortRead() }
    offset += 4
    return bytes.uint32(at: offset - 4)
  }

  /// Passes over `count` bytes.
  @_lifetime(self: copy self)
  package mutating func skip(_ count: Int) throws(ShortRead) {
    guard count >= 0, remaining >= count else { throw ShortRead() }
    offset += count
  }

  /// The next `count` bytes, in place.
  @_lifetime(self: copy self)
  @_lifetime(copy self)
  package mutating func take(_ count: Int) throws(ShortRead) -> Span<UInt8> {
    guard count >= 0, remaining >= count else { throw ShortRead() }
    offset += count
    return bytes.extracting(offset - count..<offset)
  }
}
