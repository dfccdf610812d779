/// Writes bits from the front, the highest of a byte first; what is left of the last byte is zero.
struct BitWriter {
  private(set) var bytes: [UInt8] = []
  private var free = 0

  /// Appends the lowest `count` bits of a value.
  mutating func append(_ value: Int, count: Int) {
    for shift in (0..<count).reversed() {
      if free == 0 {
        bytes.append(0)
        free = 8
      }
      free -= 1
      bytes[bytes.count - 1] |= UInt8(value >> shift & 1) << free
    }
  }

  /// Goes on at the next whole byte.
  mutating func align() { free = 0 }
}
