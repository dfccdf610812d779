import Cryptography

/// Opens records that are encrypted by AES-CBC and authenticated by an HMAC (RFC 5246, section 6.2.3.2), either of
/// them first.
final class CBCRecordCipher: RecordCipher {
  private static let blockBytes = AESBlockChaining.blockBytes

  private var cipher: AESBlockChaining
  private var hmac: HMAC
  private let macBytes: Int
  /// RFC 7366; without, what is encrypted holds the HMAC.
  private let encryptsThenMACs: Bool

  init(
    key: Span<UInt8>, mac: HashFunction, macKey: Span<UInt8>, encryptsThenMACs: Bool
  ) throws(CryptographyError) {
    cipher = try AESBlockChaining(key: key)
    hmac = try HMAC(mac, key: macKey)
    (macBytes, self.encryptsThenMACs) = (mac.byteCount, encryptsThenMACs)
  }

  func open(
    _ header: TLSRecordHeader, sequence: UInt64, _ content: inout [UInt8]
  ) -> OpenedRecord? {
    var end = content.count
    if encryptsThenMACs {
      end -= macBytes
      guard end > 0, isAuthentic(header, sequence, content, 0..<end) else { return nil }
    }
    guard let padded = decrypt(&content, end: end) else { return nil }
    guard !encryptsThenMACs else {
      return OpenedRecord(contentType: header.contentType, range: padded)
    }
    let range = padded.lowerBound..<padded.upperBound - macBytes
    guard isAuthentic(header, sequence, content, range) else { return nil }
    return OpenedRecord(contentType: header.contentType, range: range)
  }

  /// Decrypts what follows the initialization vector, and tells where it lies without its padding.
  ///
  /// The bytes of the padding all say how many others there are; nil where it is not so.
  private func decrypt(_ content: inout [UInt8], end: Int) -> Range<Int>? {
    let start = Self.blockBytes
    let leastBytes = encryptsThenMACs ? 1 : macBytes + 1
    guard end - start >= leastBytes, (end - start).isMultiple(of: Self.blockBytes) else {
      return nil
    }
    let iv = Array(content[..<start])
    var bytes = content.mutableSpan
    var encrypted = bytes._mutatingExtracting(start..<end)
    guard cipher.decrypt(iv: iv.span, &encrypted) else { return nil }
    let padding = Int(content[end - 1])
    guard end - start >= leastBytes + padding,
      content[(end - 1 - padding)..<end].allSatisfy({ $0 == content[end - 1] })
    else { return nil }
    return start..<end - 1 - padding
  }

  /// Whether the HMAC of `range` follows it.
  private func isAuthentic(
    _ header: TLSRecordHeader, _ sequence: UInt64, _ content: [UInt8], _ range: Range<Int>
  ) -> Bool {
    hmac.update(header.authenticated(sequence, count: range.count).span)
    hmac.update(content.span.extracting(range))
    let end = range.upperBound + macBytes
    return hmac.finish(comparing: content.span.extracting(range.upperBound..<end))
  }
}
