extension Span<UInt8> {
  /// The next `count` bits, at most 16, from bit `start` on, the first bit of a byte being its highest; zeros
  /// behind the end.
  func bits(_ count: Int, from start: Int) -> Int {
    var value = 0
    let first = start >> 3
    for index in first..<first + 3 {
      value = value << 8 | (index < self.count ? Int(self[index]) : 0)
    }
    return value >> (24 - count - start & 7) & (1 << count - 1)
  }
}
