/// The first line of a SIP message (RFC 3261, section 7).
enum SIPStartLine: Equatable {
  case request
  case response(status: Int)

  /// Reads the line without its end; nil if it is not SIP's.
  init?(_ line: Bytes) {
    var rest = line
    guard let first = rest.popWord(), let second = rest.popWord() else { return nil }
    if first.isCaseInsensitively("SIP/2.0") {
      guard second.count == 3, let status = second.number(upTo: 699), status >= 100 else {
        return nil
      }
      self = .response(status: status)
    } else {
      guard line.trimmed.suffix(8).isCaseInsensitively(" SIP/2.0"), !rest.trimmed.isEmpty else {
        return nil
      }
      self = .request
    }
  }
}

/// What the first bytes of a message say about it.
enum SIPLikeness {
  case no, yes
  /// All bytes so far could begin a message, but there are too few of them.
  case undecided

  /// Looks for "SIP/2.0 ", or a method in capitals, one blank and a URI's scheme with its colon.
  ///
  /// Line ends before it are passed over (RFC 3261, section 7.5). At most some 60 bytes are read,
  /// nearly always one.
  init(_ bytes: Span<UInt8>) {
    var offset = 0
    while offset < Swift.min(bytes.count, 8),
      bytes[offset] == .carriageReturn || bytes[offset] == .lineFeed
    { offset += 1 }
    let start = offset
    while offset < bytes.count, bytes[offset].isUppercaseLetter, offset - start < 20 { offset += 1 }
    guard offset < bytes.count else {
      self = offset - start < 20 ? .undecided : .no
      return
    }
    guard offset > start else {
      self = .no
      return
    }
    self =
      bytes[offset] == UInt8(ascii: "/")
      ? Self.version(bytes.extracting(start..<Swift.min(bytes.count, start + 8)))
      : Self.scheme(bytes.extracting(offset..<Swift.min(bytes.count, offset + 24)))
  }

  init(_ bytes: Bytes) { self.init(bytes.span) }

  private static func version(_ bytes: Span<UInt8>) -> SIPLikeness {
    let expected: StaticString = "SIP/2.0 "
    let matches = expected.description.utf8.enumerated().allSatisfy { index, byte in
      index >= bytes.count || bytes[index] == byte
    }
    return matches ? (bytes.count == 8 ? .yes : .undecided) : .no
  }

  private static func scheme(_ bytes: Span<UInt8>) -> SIPLikeness {
    guard bytes[0] == UInt8(ascii: " ") else { return .no }
    for offset in 1..<bytes.count {
      switch bytes[offset] {
      case UInt8(ascii: ":"): return offset > 1 ? .yes : .no
      case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): continue
      case let byte where byte.isLetter || byte.isDigit: continue
      default: return .no
      }
    }
    return bytes.count < 24 ? .undecided : .no
  }
}
