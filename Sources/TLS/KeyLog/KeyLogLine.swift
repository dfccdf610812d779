import Cryptography

/// A line of a key log: a label, the client random and a secret, the last two as hexadecimal digits (RFC 9850).
struct KeyLogLine {
  /// The length of a secret: what the hash functions of TLS 1.3, and the master secrets before it, have.
  private static let secretBytes = [32, 48]

  let label: KeyLogLabel
  let generation: Int
  let random: HelloRandom
  let secret: SecretBytes

  /// What a line is.
  enum Outcome {
    case line(KeyLogLine)
    case empty
    case comment
    case unused
    case malformed
  }

  /// Reads a line without its end.
  static func read(_ line: Span<UInt8>) -> Outcome {
    var fields: [Range<Int>] = []
    var start = beginsWithByteOrderMark(line) ? 3 : 0
    for index in start...line.count where index == line.count || line[index] <= UInt8(ascii: " ") {
      if index > start { fields.append(start..<index) }
      start = index + 1
    }
    guard let first = fields.first else { return .empty }
    if line[first.lowerBound] == UInt8(ascii: "#") { return .comment }
    guard fields.count == 3,
      let random = HelloRandom(hexadecimal: line.extracting(fields[1])),
      let secret = secret(line.extracting(fields[2]))
    else { return .malformed }
    let text = first.map { line[$0] }
    guard let (label, generation) = KeyLogLabel.read(String(decoding: text, as: UTF8.self)) else {
      return .unused
    }
    return .line(
      KeyLogLine(label: label, generation: generation, random: random, secret: secret))
  }

  private static func beginsWithByteOrderMark(_ line: Span<UInt8>) -> Bool {
    line.count >= 3 && line[0] == 0xEF && line[1] == 0xBB && line[2] == 0xBF
  }

  private static func secret(_ digits: Span<UInt8>) -> SecretBytes? {
    guard secretBytes.contains(digits.count / 2), digits.count.isMultiple(of: 2) else { return nil }
    var isWhole = true
    let secret = SecretBytes(count: digits.count / 2) { bytes in
      for index in 0..<digits.count / 2 {
        guard let byte = UInt8(hexadecimal: digits, at: 2 * index) else {
          isWhole = false
          return
        }
        bytes[index] = byte
      }
    }
    return isWhole ? secret : nil
  }
}
