import NetworkBytes

/// The 32 random bytes of a hello, which tell a handshake from all others (RFC 8446, section 4.1.2).
package struct HelloRandom: Hashable, Sendable {
  static let byteCount = 32

  private let words: (UInt64, UInt64, UInt64, UInt64)

  /// Nil where there are not 32 bytes.
  package init?(_ bytes: Span<UInt8>) {
    guard bytes.count == Self.byteCount else { return nil }
    words = (
      bytes.uint64(at: 0), bytes.uint64(at: 8), bytes.uint64(at: 16), bytes.uint64(at: 24)
    )
  }

  /// Reads 64 hexadecimal digits; nil for anything else.
  init?(hexadecimal digits: Span<UInt8>) {
    guard digits.count == 2 * Self.byteCount else { return nil }
    var bytes: [UInt8] = []
    for index in 0..<Self.byteCount {
      guard let byte = UInt8(hexadecimal: digits, at: 2 * index) else { return nil }
      bytes.append(byte)
    }
    self.init(bytes.span)
  }

  package static func == (left: HelloRandom, right: HelloRandom) -> Bool {
    left.words == right.words
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(words.0)
    hasher.combine(words.1)
    hasher.combine(words.2)
    hasher.combine(words.3)
  }

  /// In the order of the wire.
  package var bytes: [UInt8] {
    [words.0, words.1, words.2, words.3].flatMap { word in
      stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> $0) }
    }
  }
}

extension UInt8 {
  /// The byte that the two hexadecimal digits at `offset` name; nil where they are none.
  init?(hexadecimal digits: Span<UInt8>, at offset: Int) {
    guard let high = Self.digit(digits[offset]), let low = Self.digit(digits[offset + 1]) else {
      return nil
    }
    self = high << 4 | low
  }

  private static func digit(_ character: UInt8) -> UInt8? {
    switch character {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): character - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
