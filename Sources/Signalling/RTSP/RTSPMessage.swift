import NetworkBytes

/// A message of RTSP (RFC 2326; RFC 7826), as far as it concerns media.
package struct RTSPMessage {
  enum StartLine: Equatable {
    case request(method: Bytes, uri: Bytes)
    case response(status: Int)
  }

  /// What stands at the start of bytes of a connection.
  package enum Look: Equatable, Sendable {
    /// A message of so many bytes.
    case message(Int)
    case incomplete
    /// No message, or one that is longer than any that makes sense.
    case other
  }

  let startLine: StartLine
  /// What a response has in common with its request.
  private(set) var sequenceNumber: Int?
  private(set) var contentType: Bytes?
  /// What relative addresses in the description are relative to: Content-Base, Content-Location.
  private(set) var base: Bytes?
  private(set) var transport: Bytes?
  private(set) var body: Bytes

  private static let methods = [
    "DESCRIBE", "ANNOUNCE", "SETUP", "OPTIONS", "PLAY", "RECORD", "PAUSE", "TEARDOWN",
    "GET_PARAMETER", "SET_PARAMETER", "REDIRECT", "PLAY_NOTIFY",
  ]

  /// Whether a connection, or a segment of one, begins with a message: `RTSP/1.0 200 OK`,
  /// `SETUP rtsp://…`.
  package static func begins(_ bytes: Span<UInt8>) -> Bool {
    guard bytes.count >= 12, bytes[0].isUppercaseLetter else { return false }
    if bytes.starts(with: "RTSP/1.0 ") || bytes.starts(with: "RTSP/2.0 ") { return true }
    return methods.contains { method in
      guard bytes.starts(with: method) else { return false }
      let rest = bytes.extracting(droppingFirst: method.utf8.count)
      return rest.starts(with: " rtsp") || rest.starts(with: " * RTSP/")
    }
  }

  /// Measures the message that the bytes begin with.
  package static func look(_ bytes: Span<UInt8>) -> Look {
    guard bytes.count >= 12 else {
      return bytes.isEmpty || bytes[0].isUppercaseLetter ? .incomplete : .other
    }
    guard begins(bytes) else { return .other }
    var index = 3
    while index < min(bytes.count, SignallingLimits.rtspHeadBytes) {
      if bytes[index] == .lineFeed, bytes[index - 1] == .lineFeed || bytes[index - 2] == .lineFeed {
        break
      }
      index += 1
    }
    guard index < min(bytes.count, SignallingLimits.rtspHeadBytes) else {
      return bytes.count >= SignallingLimits.rtspHeadBytes ? .other : .incomplete
    }
    guard let content = contentLength(bytes.extracting(first: index + 1).copied[...]) else {
      return .other
    }
    return index + 1 + content <= bytes.count ? .message(index + 1 + content) : .incomplete
  }

  /// The length of the body; nil for one that makes no sense.
  private static func contentLength(_ head: Bytes) -> Int? {
    var rest = head
    while let line = rest.popLine() {
      var value = line
      guard value.popField(before: UInt8(ascii: ":")).trimmed.isCaseInsensitively("content-length")
      else { continue }
      return value.trimmed.number(upTo: SignallingLimits.messageBytes)
    }
    return 0
  }

  /// Reads a whole message; nil if it is none.
  init?(_ message: Bytes) {
    body = message
    guard var line = body.popLine(), let first = line.popWord(), let second = line.popWord() else {
      return nil
    }
    if first.starts(with: "RTSP/") {
      guard let status = second.number(upTo: 999) else { return nil }
      startLine = .response(status: status)
    } else {
      startLine = .request(method: first, uri: second)
    }
    while let line = body.popLine(), !line.isEmpty {
      var value = line
      let name = value.popField(before: UInt8(ascii: ":")).trimmed.text(upTo: 32).lowercased()
      value = value.trimmed
      switch name {
      case "cseq": sequenceNumber = value.number(upTo: Int(UInt32.max))
      case "content-type": contentType = value
      case "content-base": base = value
      case "content-location": base = base ?? value
      case "transport": transport = value
      default: break
      }
    }
  }
}

extension Span where Element == UInt8 {
  fileprivate func starts(with text: String) -> Bool {
    guard count >= text.utf8.count else { return false }
    for (index, byte) in text.utf8.enumerated() where self[index] != byte { return false }
    return true
  }
}
