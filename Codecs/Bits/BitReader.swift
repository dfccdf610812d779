/// Reads the bits of a payload from the front, the highest of a byte first.
struct BitReader: ~Escapable {
  private let bytes: Span<UInt8>
  private(set) var position = 0

  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>) { self.bytes = bytes }

  /// Bits to the end.
  var remaining: Int { 8 * bytes.count - position }

  /// The next bit; 0 behind the end.
  func peek() -> Int { bytes.bits(1, from: position) }

  /// Reads up to 16 bits; zeros behind the end, where it stays.
  mutating func take(_ count: Int) -> Int {
    let value = bytes.bits(count, from: position)
    position = min(position + count, 8 * bytes.count)
    return value
  }

  /// Goes on by so many bits; false, and at the end, where there are fewer.
  mutating func skip(_ count: Int) -> Bool {
    guard count <= remaining else {
      position = 8 * bytes.count
      return false
    }
    position += count
    return true
  }
}
