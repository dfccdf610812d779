/// A cipher that also proves who wrote (AEAD, RFC 5116): nonces of 12 bytes, tags of 16, any additional data.
///
/// `seal` and `open` do all at once. Where the parts lie apart, or in one buffer: `start`, `authenticate` for each part
/// of the additional data, `encrypt` or `decrypt` once, then `finish`, always: what libgcrypt has of a half block it
/// would count to the next message.
package struct AuthenticatedCipher: ~Copyable, Sendable {
  /// Which cipher.
  package enum Algorithm: Sendable {
    /// AES in Galois/counter mode (NIST SP 800-38D), with keys of 16, 24 or 32 bytes.
    case aesGCM
    /// ChaCha20 and Poly1305 (RFC 8439), with a key of 32 bytes.
    case chaCha20Poly1305
  }

  package static let nonceBytes = 12
  package static let tagBytes = 16

  private var cipher: CipherHandle

  package init(_ algorithm: Algorithm, key: Span<UInt8>) throws(CryptographyError) {
    let kind: CipherHandle.Kind = algorithm == .aesGCM ? .aesGCM : .chaCha20Poly1305
    cipher = try CipherHandle(kind, key: key)
  }

  /// Begins a message; false where `nonce` has not 12 bytes.
  package mutating func start(nonce: Span<UInt8>) -> Bool {
    nonce.count == Self.nonceBytes && cipher.setNonce(nonce)
  }

  /// Adds to what is authenticated but not encrypted.
  package mutating func authenticate(_ bytes: Span<UInt8>) -> Bool {
    bytes.isEmpty || cipher.authenticate(bytes)
  }

  /// Encrypts in place.
  package mutating func encrypt(_ bytes: inout MutableSpan<UInt8>) -> Bool {
    bytes.isEmpty || cipher.encrypt(&bytes)
  }

  /// Decrypts in place.
  ///
  /// What comes out must not be used unless `finish` finds the tag right.
  package mutating func decrypt(_ bytes: inout MutableSpan<UInt8>) -> Bool {
    bytes.isEmpty || cipher.decrypt(&bytes)
  }

  /// Hands over the tag; false where `tag` has not 16 bytes.
  package mutating func finish(into tag: inout MutableSpan<UInt8>) -> Bool {
    tag.count == Self.tagBytes && cipher.getTag(into: &tag)
  }

  /// Whether the tag is this one, compared in constant time.
  package mutating func finish(comparing tag: Span<UInt8>) -> Bool {
    tag.count == Self.tagBytes && cipher.checkTag(tag)
  }

  /// Encrypts in place and hands over the tag; false where a length is wrong.
  package mutating func seal(
    nonce: Span<UInt8>, additional: Span<UInt8>, _ bytes: inout MutableSpan<UInt8>,
    tag: inout MutableSpan<UInt8>
  ) -> Bool {
    tag.count == Self.tagBytes && start(nonce: nonce) && authenticate(additional)
      && encrypt(&bytes) && finish(into: &tag)
  }

  /// Decrypts in place, where the tag is right; where it is not, it says so, and `bytes` are what they were.
  package mutating func open(
    nonce: Span<UInt8>, additional: Span<UInt8>, _ bytes: inout MutableSpan<UInt8>,
    tag: Span<UInt8>
  ) -> Bool {
    guard tag.count == Self.tagBytes, start(nonce: nonce), authenticate(additional) else {
      return false
    }
    guard decrypt(&bytes) else { return false }
    if finish(comparing: tag) { return true }
    restore(nonce: nonce, &bytes)
    return false
  }

  /// Makes what was decrypted in vain what it was before: the key stream, added once more, takes itself out.
  package mutating func restore(nonce: Span<UInt8>, _ bytes: inout MutableSpan<UInt8>) {
    let anyTag: InlineArray<16, UInt8> = .init(repeating: 0)
    _ = start(nonce: nonce) && decrypt(&bytes) && finish(comparing: anyTag.span)
  }
}
