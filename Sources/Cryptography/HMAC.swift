/// Authenticates bytes that come piece by piece (RFC 2104); one object serves any number of messages.
package struct HMAC: ~Copyable, Sendable {
  private var digest: Digest

  /// Any length of key is right.
  package init(_ function: HashFunction, key: Span<UInt8>) throws(CryptographyError) {
    digest = try Digest(function, hmacKey: key)
  }

  package mutating func update(_ bytes: Span<UInt8>) { digest.update(bytes) }

  /// Hands over the tag, at most as much of it as `output` has room for, and starts anew with the same key.
  package mutating func finish(into output: inout MutableSpan<UInt8>) {
    digest.finish(into: &output)
  }

  /// Whether the tag begins with `tag`, which is not empty; starts anew with the same key.
  ///
  /// It is compared in constant time.
  package mutating func finish(comparing tag: Span<UInt8>) -> Bool {
    digest.finish(comparing: tag)
  }

  /// The tag of `bytes`, as what may become a key.
  package static func tag(
    _ function: HashFunction, key: Span<UInt8>, of bytes: Span<UInt8>
  ) throws(CryptographyError) -> SecretBytes {
    var hmac = try HMAC(function, key: key)
    hmac.update(bytes)
    return SecretBytes(count: function.byteCount) { output in hmac.finish(into: &output) }
  }
}
