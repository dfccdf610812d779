/// AES in counter mode (NIST SP 800-38A, section 6.5), with keys of 16, 24 or 32 bytes.
package struct AESCounterMode: ~Copyable, Sendable {
  private var cipher: CipherHandle

  package init(key: Span<UInt8>) throws(CryptographyError) {
    cipher = try CipherHandle(.aesCTR, key: key)
  }

  /// Encrypts or decrypts in place, which is the same; `counter` is that of the first block.
  ///
  /// False where the library refuses; then nothing has changed.
  package mutating func apply(
    from counter: borrowing InlineArray<16, UInt8>, to bytes: inout MutableSpan<UInt8>
  ) -> Bool {
    cipher.setCounter(counter.span) && cipher.encrypt(&bytes)
  }
}
