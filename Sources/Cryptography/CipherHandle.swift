internal import CGcrypt

/// Owns a cipher of libgcrypt with its key; it keeps no state outside it and may move between threads.
///
/// What its operations return is false only where the library refuses, as for a nonce that is too short.
@safe
struct CipherHandle: ~Copyable, @unchecked Sendable {
  /// The ciphers and modes that are used.
  enum Kind {
    case aesCTR, aesCBC, aesGCM, chaCha20Poly1305
  }

  private let handle: gcry_cipher_hd_t

  init(_ kind: Kind, key: Span<UInt8>) throws(CryptographyError) {
    let handle = try unsafe Self.open(kind, key)
    unsafe self.handle = handle
  }

  // The library clears the key.
  deinit { unsafe gcry_cipher_close(handle) }

  mutating func setNonce(_ nonce: Span<UInt8>) -> Bool {
    unsafe nonce.withUnsafeBufferPointer { nonce in
      unsafe gcry_cipher_setiv(handle, nonce.baseAddress, nonce.count) == 0
    }
  }

  mutating func setCounter(_ counter: Span<UInt8>) -> Bool {
    unsafe counter.withUnsafeBufferPointer { counter in
      unsafe gcry_cipher_setctr(handle, counter.baseAddress, counter.count) == 0
    }
  }

  mutating func authenticate(_ bytes: Span<UInt8>) -> Bool {
    unsafe bytes.withUnsafeBufferPointer { bytes in
      unsafe gcry_cipher_authenticate(handle, bytes.baseAddress, bytes.count) == 0
    }
  }

  /// In place.
  mutating func encrypt(_ bytes: inout MutableSpan<UInt8>) -> Bool {
    unsafe bytes.withUnsafeMutableBufferPointer { bytes in
      unsafe gcry_cipher_encrypt(handle, bytes.baseAddress, bytes.count, nil, 0) == 0
    }
  }

  /// In place.
  mutating func decrypt(_ bytes: inout MutableSpan<UInt8>) -> Bool {
    unsafe bytes.withUnsafeMutableBufferPointer { bytes in
      unsafe gcry_cipher_decrypt(handle, bytes.baseAddress, bytes.count, nil, 0) == 0
    }
  }

  mutating func getTag(into tag: inout MutableSpan<UInt8>) -> Bool {
    unsafe tag.withUnsafeMutableBufferPointer { tag in
      unsafe gcry_cipher_gettag(handle, tag.baseAddress, tag.count) == 0
    }
  }

  /// Whether the tag is this one, which the library compares in constant time.
  mutating func checkTag(_ tag: Span<UInt8>) -> Bool {
    unsafe tag.withUnsafeBufferPointer { tag in
      unsafe gcry_cipher_checktag(handle, tag.baseAddress, tag.count) == 0
    }
  }

  private static func open(
    _ kind: Kind, _ key: Span<UInt8>
  ) throws(CryptographyError) -> gcry_cipher_hd_t {
    try Libgcrypt.start()
    guard let algorithm = algorithm(kind, keyBytes: key.count) else {
      throw .keyLength(key.count)
    }
    var opened: gcry_cipher_hd_t?
    let error = unsafe gcry_cipher_open(&opened, algorithm, mode(kind), 0)
    try Libgcrypt.check(error, .cipher)
    guard let handle = unsafe opened else { throw .libraryMissing }
    let keyError = unsafe key.withUnsafeBufferPointer { key in
      unsafe gcry_cipher_setkey(handle, key.baseAddress, key.count)
    }
    if keyError != 0 { unsafe gcry_cipher_close(handle) }
    try Libgcrypt.check(keyError, .cipherKey)
    return unsafe handle
  }

  private static func algorithm(_ kind: Kind, keyBytes: Int) -> Int32? {
    let algorithm: gcry_cipher_algos
    switch (kind, keyBytes) {
    case (.chaCha20Poly1305, 32): algorithm = GCRY_CIPHER_CHACHA20
    case (.chaCha20Poly1305, _): return nil
    case (_, 16): algorithm = GCRY_CIPHER_AES
    case (_, 24): algorithm = GCRY_CIPHER_AES192
    case (_, 32): algorithm = GCRY_CIPHER_AES256
    default: return nil
    }
    return Int32(truncatingIfNeeded: algorithm.rawValue)
  }

  private static func mode(_ kind: Kind) -> Int32 {
    let mode =
      switch kind {
      case .aesCTR: GCRY_CIPHER_MODE_CTR
      case .aesCBC: GCRY_CIPHER_MODE_CBC
      case .aesGCM: GCRY_CIPHER_MODE_GCM
      case .chaCha20Poly1305: GCRY_CIPHER_MODE_POLY1305
      }
    return Int32(truncatingIfNeeded: mode.rawValue)
  }
}
