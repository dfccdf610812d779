/// Opens the records of one direction, from one change of keys to the next.
protocol RecordCipher: AnyObject {
  /// Opens a record's content in place; nil where it was not sealed by this key under this number.
  ///
  /// `sequence` counts the records since the change of keys. Where it is nil, `content` holds no meaning any more.
  func open(
    _ header: TLSRecordHeader, sequence: UInt64, _ content: inout [UInt8]
  ) -> OpenedRecord?
}

/// What was in a record.
struct OpenedRecord {
  let contentType: UInt8
  /// Where in the content that was opened.
  let range: Range<Int>
}

extension TLSRecordHeader {
  /// What is authenticated beside a content of `count` bytes up to TLS 1.2: number, type, version, length (RFC 5246,
  /// sections 6.2.3.1 and 6.2.3.3).
  func authenticated(_ sequence: UInt64, count: Int) -> [UInt8] {
    sequence.octets + [contentType] + UInt16(version).octets
      + UInt16(truncatingIfNeeded: count).octets
  }

  /// The five bytes again, which are what TLS 1.3 authenticates (RFC 8446, section 5.2).
  var octets: [UInt8] {
    [contentType] + version.octets + UInt16(truncatingIfNeeded: length).octets
  }
}

extension FixedWidthInteger {
  /// In network byte order.
  var octets: [UInt8] {
    stride(from: Self.bitWidth - 8, through: 0, by: -8).map {
      UInt8(truncatingIfNeeded: self >> $0)
    }
  }
}
