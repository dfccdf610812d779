/// What a From or To header field says (RFC 3261, section 20.20).
struct SIPParticipant: Equatable {
  /// The addr-spec as written, without display name and angle brackets.
  let uri: String
  /// Nil where there is none, as in the To of an initial INVITE.
  let tag: String?

  /// Tells the two ends of a dialog apart; by the URI for peers older than RFC 3261.
  var identity: String { tag ?? uri }

  init(_ field: Bytes) {
    var parameters: Bytes
    if let bracket = Self.firstIndex(of: UInt8(ascii: "<"), in: field) {
      parameters = field[(bracket + 1)...]
      uri = parameters.popField(before: UInt8(ascii: ">")).trimmed.text()
      _ = Self.popField(before: UInt8(ascii: ";"), of: &parameters)
    } else {
      parameters = field
      uri = parameters.popField(before: UInt8(ascii: ";")).trimmed.text()
    }
    var tag: String?
    while tag == nil, !parameters.isEmpty {
      var value = Self.popField(before: UInt8(ascii: ";"), of: &parameters)
      let name = value.popField(before: UInt8(ascii: "=")).trimmed
      if name.isCaseInsensitively("tag"), !value.trimmed.isEmpty { tag = value.trimmed.text() }
    }
    self.tag = tag
  }

  /// The first such byte that is not within double quotes.
  private static func firstIndex(of byte: UInt8, in bytes: Bytes) -> Int? {
    var isQuoted = false
    var index = bytes.startIndex
    while index < bytes.endIndex {
      switch bytes[index] {
      case byte where !isQuoted: return index
      case UInt8(ascii: "\""): isQuoted.toggle()
      case UInt8(ascii: "\\") where isQuoted: index += 1
      default: break
      }
      index += 1
    }
    return nil
  }

  private static func popField(before separator: UInt8, of bytes: inout Bytes) -> Bytes {
    let end = firstIndex(of: separator, in: bytes) ?? bytes.endIndex
    let field = bytes[..<end]
    bytes = bytes[Swift.min(end + 1, bytes.endIndex)...]
    return field
  }
}
