/// AES in cipher block chaining (NIST SP 800-38A, section 6.2), with keys of 16, 24 or 32 bytes.
package struct AESBlockChaining: ~Copyable, Sendable {
  /// The length of a block, in bytes.
  package static let blockBytes = 16

  private var cipher: CipherHandle

  package init(key: Span<UInt8>) throws(CryptographyError) {
    cipher = try CipherHandle(.aesCBC, key: key)
  }

  /// Decrypts whole blocks in place; padding is the caller's business.
  ///
  /// False where `iv` is no block or `bytes` no whole blocks; then nothing has changed.
  package mutating func decrypt(iv: Span<UInt8>, _ bytes: inout MutableSpan<UInt8>) -> Bool {
    guard iv.count == Self.blockBytes, bytes.count.isMultiple(of: Self.blockBytes) else {
      return false
    }
    return cipher.setNonce(iv) && cipher.decrypt(&bytes)
  }
}
