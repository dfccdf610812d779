internal import CGcrypt

/// Owns a hash of libgcrypt, with or without a key; it keeps no state outside it and may move between threads.
@safe
struct Digest: ~Copyable, @unchecked Sendable {
  private let handle: gcry_md_hd_t
  let function: HashFunction

  /// A plain hash, or with a key an HMAC (RFC 2104).
  init(_ function: HashFunction, hmacKey key: Span<UInt8>? = nil) throws(CryptographyError) {
    let handle = try unsafe Self.open(function, key)
    unsafe self.handle = handle
    self.function = function
  }

  deinit { unsafe gcry_md_close(handle) }

  mutating func update(_ bytes: Span<UInt8>) {
    unsafe bytes.withUnsafeBufferPointer { bytes in
      unsafe gcry_md_write(handle, bytes.baseAddress, bytes.count)
    }
  }

  /// Hands over the digest, at most as much of it as `output` has room for, and starts anew with the same key.
  mutating func finish(into output: inout MutableSpan<UInt8>) {
    withDigest { digest in
      for index in 0..<min(output.count, digest.count) { output[index] = digest[index] }
    }
  }

  /// Whether the digest begins with `tag`, compared in constant time; starts anew with the same key.
  mutating func finish(comparing tag: Span<UInt8>) -> Bool {
    withDigest { digest in
      !tag.isEmpty && tag.count <= digest.count
        && digest.extracting(first: tag.count).isEqualInConstantTime(to: tag)
    }
  }

  private mutating func withDigest<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
    let bytes = unsafe UnsafeBufferPointer(
      start: gcry_md_read(handle, function.algorithm), count: function.byteCount)
    defer { unsafe gcry_md_reset(handle) }
    return body(unsafe bytes.span)
  }

  private static func open(
    _ function: HashFunction, _ key: Span<UInt8>?
  ) throws(CryptographyError) -> gcry_md_hd_t {
    try Libgcrypt.start()
    var opened: gcry_md_hd_t?
    let flags = key == nil ? 0 : GCRY_MD_FLAG_HMAC.rawValue
    try Libgcrypt.check(unsafe gcry_md_open(&opened, function.algorithm, flags), .hash)
    guard let handle = unsafe opened else { throw .libraryMissing }
    guard let key else { return unsafe handle }
    let error = unsafe key.withUnsafeBufferPointer { key in
      unsafe gcry_md_setkey(handle, key.baseAddress, key.count)
    }
    if error != 0 { unsafe gcry_md_close(handle) }
    try Libgcrypt.check(error, .hashKey)
    return unsafe handle
  }
}
