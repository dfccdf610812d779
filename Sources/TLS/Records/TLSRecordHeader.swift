import NetworkBytes

/// The first five bytes of a record of TLS (RFC 8446, section 5.1; RFC 5246, section 6.2.1).
struct TLSRecordHeader {
  static let byteCount = 5

  /// What a record holds.
  enum ContentType {
    static let changeCipherSpec: UInt8 = 20
    static let alert: UInt8 = 21
    static let handshake: UInt8 = 22
    static let applicationData: UInt8 = 23
  }

  let contentType: UInt8
  let version: UInt16
  /// Of what follows.
  let length: Int
  private let offset: Int

  /// Nil where fewer than five bytes follow `offset`.
  init?(_ bytes: Span<UInt8>, at offset: Int) {
    guard offset <= bytes.count - Self.byteCount else { return nil }
    contentType = bytes[offset]
    version = bytes.uint16(at: offset + 1)
    length = Int(bytes.uint16(at: offset + 3))
    self.offset = offset
  }

  /// Where the record ends.
  var end: Int { offset + Self.byteCount + length }

  /// Where the content lies.
  var content: Range<Int> { offset + Self.byteCount..<end }

  /// Whether there can be such a record; 24 is a heartbeat (RFC 6520).
  var isPlausible: Bool {
    (20...24).contains(contentType) && (0x0300...0x0304).contains(version)
      && length <= TLSLimits.recordBytes
      && (length > 0 || contentType == ContentType.applicationData)
  }
}
