/// Text as it came from outside: cut and compared byte by byte, never by `Character`, since what
/// Unicode joins into one character ("\r\n", a colon under an accent) is several to SIP and SDP.
typealias Bytes = ArraySlice<UInt8>

extension UInt8 {
  static let lineFeed = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")

  var isUppercaseLetter: Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) }
  var isLetter: Bool { (self & 0xdf).isUppercaseLetter }
  var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
  /// A blank, or a control character, which nothing here gives a meaning.
  var isBlank: Bool { self <= UInt8(ascii: " ") }
}

extension Bytes {
  init(_ text: some StringProtocol) {
    self = Array(text.utf8)[...]
  }

  /// Takes the first line off, and gives it without its CRLF or LF; nil at the end.
  mutating func popLine() -> Bytes? {
    guard !isEmpty else { return nil }
    var line = popField(before: .lineFeed)
    if line.last == .carriageReturn { line.removeLast() }
    return line
  }

  /// Takes off and gives what stands before `separator`, or all that is left where there is none.
  mutating func popField(before separator: UInt8) -> Bytes {
    let end = firstIndex(of: separator) ?? endIndex
    let field = self[..<end]
    self = self[Swift.min(end + 1, endIndex)...]
    return field
  }

  /// Takes off and gives the next word; nil where only blanks are left.
  mutating func popWord() -> Bytes? {
    self = drop(while: \.isBlank)
    guard !isEmpty else { return nil }
    let word = prefix { !$0.isBlank }
    self = self[word.endIndex...]
    return word
  }

  /// The same without blanks at both ends.
  var trimmed: Bytes {
    let head = drop(while: \.isBlank)
    guard let last = head.lastIndex(where: { !$0.isBlank }) else { return head }
    return head[...last]
  }

  /// What stands between a pair of double quotes, else the same bytes.
  var unquoted: Bytes {
    let quote = UInt8(ascii: "\"")
    return count >= 2 && first == quote && last == quote ? dropFirst().dropLast() : self
  }

  /// A number of decimal digits and nothing else; nil if there is none or it passes `limit`.
  func number(upTo limit: Int) -> Int? {
    guard !isEmpty else { return nil }
    var value = 0
    for byte in self {
      guard byte.isDigit, value <= limit else { return nil }
      value = value &* 10 &+ Int(byte &- UInt8(ascii: "0"))
    }
    return value <= limit ? value : nil
  }

  /// Whether these are the bytes of `text`, letters compared without regard to case.
  func isCaseInsensitively(_ text: String) -> Bool {
    let other = text.utf8
    return count == other.count
      && zip(self, other).allSatisfy { $0 == $1 || ($0 ^ $1 == 0x20 && $0.isLetter) }
  }

  func starts(with text: String) -> Bool { starts(with: text.utf8) }

  /// At most `limit` bytes as text, in which what is no UTF-8 is replaced by U+FFFD.
  func text(upTo limit: Int = SignallingLimits.textBytes) -> String {
    String(decoding: prefix(limit), as: UTF8.self)
  }
}
