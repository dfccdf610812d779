/// A message body or a part of one (RFC 2046).
struct MIMEBody {
  let contentType: Bytes
  let content: Bytes

  /// Nil if there is nothing in it; where no type is given, a description is known by its start.
  init?(contentType: Bytes?, content: Bytes) {
    guard !content.isEmpty else { return nil }
    self.contentType = contentType ?? (content.starts(with: "v=") ? Self.sdp : [])
    self.content = content
  }

  private static let sdp = Bytes("application/sdp")

  /// The first session description in it, looked for in nested multipart bodies too.
  func sessionDescription(depth: Int = 0) -> Bytes? {
    var parameters = contentType
    let type = parameters.popField(before: UInt8(ascii: ";")).trimmed
    if type.isCaseInsensitively("application/sdp") { return content }
    guard type.prefix(10).isCaseInsensitively("multipart/"),
      depth < SignallingLimits.multipartDepth, let boundary = Self.boundary(parameters)
    else { return nil }
    var rest = content
    _ = Self.popPart(before: boundary, of: &rest)
    while !rest.isEmpty {
      let part = Self.popPart(before: boundary, of: &rest)
      if let found = Self(part: part)?.sessionDescription(depth: depth + 1) { return found }
    }
    return nil
  }

  /// Reads a part: header fields, an empty line, the content.
  private init?(part: Bytes) {
    var rest = part
    var type: Bytes?
    while let line = rest.popLine(), !line.isEmpty {
      var value = line
      let name = value.popField(before: UInt8(ascii: ":")).trimmed
      if name.isCaseInsensitively("content-type") || name.isCaseInsensitively("c") {
        type = value.trimmed
      }
    }
    self.init(contentType: type, content: rest)
  }

  private static func boundary(_ parameters: Bytes) -> Bytes? {
    var rest = parameters
    while !rest.isEmpty {
      var value = rest.popField(before: UInt8(ascii: ";"))
      guard value.popField(before: UInt8(ascii: "=")).trimmed.isCaseInsensitively("boundary") else {
        continue
      }
      let boundary = value.trimmed.unquoted
      return (1...70).contains(boundary.count) ? UInt8.hyphens + boundary : nil
    }
    return nil
  }

  /// Takes off and gives what stands before the next line that begins with the boundary, and takes
  /// off that line; after the closing boundary nothing is left.
  private static func popPart(before boundary: Bytes, of bytes: inout Bytes) -> Bytes {
    var rest = bytes
    while case let start = rest.startIndex, let line = rest.popLine() {
      guard line.starts(with: boundary) else { continue }
      let part = bytes[..<start]
      bytes = line.dropFirst(boundary.count).starts(with: UInt8.hyphens) ? [] : rest
      return part
    }
    defer { bytes = [] }
    return bytes
  }
}

extension UInt8 {
  fileprivate static let hyphens = Bytes("--")
}
