/// The start line and those header fields of a SIP message that are used here (RFC 3261, section 7).
struct SIPHead {
  let startLine: SIPStartLine
  private(set) var callID: Bytes?
  private(set) var from: Bytes?
  private(set) var to: Bytes?
  private(set) var sequence: Bytes?
  private(set) var contentType: Bytes?
  private(set) var contentEncoding: Bytes?
  private(set) var contentLength: Bytes?
  /// What follows the empty line.
  private(set) var rest: Bytes

  /// Reads up to the empty line, or to the end where there is none; nil if this is not SIP.
  init?(_ message: Bytes) {
    rest = message.drop { $0 == .carriageReturn || $0 == .lineFeed }
    guard let startLine = rest.popLine().flatMap(SIPStartLine.init) else { return nil }
    self.startLine = startLine
    while let line = rest.popLine(), !line.isEmpty {
      var value = line
      let name = value.popField(before: UInt8(ascii: ":")).trimmed
      guard let field = Self.field(name), self[keyPath: field] == nil else {
        skipFolds()
        continue
      }
      self[keyPath: field] = unfold(value)
    }
  }

  private static func field(_ name: Bytes) -> WritableKeyPath<SIPHead, Bytes?>? {
    switch name.text(upTo: 16).lowercased() {
    case "call-id", "i": \.callID
    case "from", "f": \.from
    case "to", "t": \.to
    case "cseq": \.sequence
    case "content-type", "c": \.contentType
    case "content-encoding", "e": \.contentEncoding
    case "content-length", "l": \.contentLength
    default: nil
    }
  }

  /// Whether the next line goes on with this header field (RFC 3261, section 7.3.1).
  private var isFolded: Bool { rest.first == UInt8(ascii: " ") || rest.first == UInt8(ascii: "\t") }

  private mutating func skipFolds() {
    while isFolded { _ = rest.popLine() }
  }

  private mutating func unfold(_ first: Bytes) -> Bytes {
    guard isFolded else { return first.trimmed }
    var value = Array(first)
    while isFolded, let line = rest.popLine() {
      value.append(UInt8(ascii: " "))
      value += line.trimmed
    }
    return value[...].trimmed
  }
}
