import Cryptography
import NetworkBytes

/// Opens records that are sealed by AES-GCM or ChaCha20-Poly1305.
final class AEADRecordCipher: RecordCipher {
  /// How nonce and additional data are made, and where the content type is.
  enum Construction {
    /// AES-GCM in TLS 1.2: 4 bytes of the key block and 8 that stand before each record (RFC 5288, section 3).
    case explicitNonce
    /// ChaCha20-Poly1305 in TLS 1.2: the record's number over 12 bytes of the key block (RFC 7905, section 2).
    case implicitNonce
    /// The same in TLS 1.3, where the content type is sealed too, and zeros may follow it (RFC 8446, section 5.2).
    case tls13
  }

  private static let explicitBytes = 8

  private let construction: Construction
  private var cipher: AuthenticatedCipher
  /// Of which each record's nonce is made.
  private let iv: SecretBytes

  init(
    _ construction: Construction, _ algorithm: AuthenticatedCipher.Algorithm, key: Span<UInt8>,
    iv: SecretBytes
  ) throws(CryptographyError) {
    cipher = try AuthenticatedCipher(algorithm, key: key)
    (self.construction, self.iv) = (construction, iv)
  }

  func open(
    _ header: TLSRecordHeader, sequence: UInt64, _ content: inout [UInt8]
  ) -> OpenedRecord? {
    let start = construction == .explicitNonce ? Self.explicitBytes : 0
    let end = content.count - AuthenticatedCipher.tagBytes
    guard start <= end else { return nil }
    let nonce = nonce(sequence, explicit: content[..<start])
    let additional =
      construction == .tls13
      ? header.octets : header.authenticated(sequence, count: end - start)
    let tag = Array(content[end...])
    var bytes = content.mutableSpan
    var sealed = bytes._mutatingExtracting(start..<end)
    guard
      cipher.open(nonce: nonce.span, additional: additional.span, &sealed, tag: tag.span)
    else { return nil }
    guard construction == .tls13 else {
      return OpenedRecord(contentType: header.contentType, range: start..<end)
    }
    guard let last = content[..<end].lastIndex(where: { $0 != 0 }) else { return nil }
    return OpenedRecord(contentType: content[last], range: 0..<last)
  }

  private func nonce(_ sequence: UInt64, explicit: ArraySlice<UInt8>) -> [UInt8] {
    let iv = iv
    let bytes = iv.bytes
    var nonce = bytes.indices.map { bytes[$0] }
    if construction == .explicitNonce { return nonce + explicit }
    let number = sequence.octets
    for index in number.indices { nonce[nonce.count - number.count + index] ^= number[index] }
    return nonce
  }
}
