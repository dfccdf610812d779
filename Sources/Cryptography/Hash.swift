/// Hashes bytes that come piece by piece (FIPS 180-4).
package struct Hash: ~Copyable, Sendable {
  private var digest: Digest

  package init(_ function: HashFunction) throws(CryptographyError) {
    digest = try Digest(function)
  }

  package mutating func update(_ bytes: Span<UInt8>) { digest.update(bytes) }

  /// Hands over the digest, at most as much of it as `output` has room for, and starts anew.
  package mutating func finish(into output: inout MutableSpan<UInt8>) {
    digest.finish(into: &output)
  }

  /// The digest of `bytes`.
  package static func digest(
    _ function: HashFunction, of bytes: Span<UInt8>
  ) throws(CryptographyError) -> [UInt8] {
    var hash = try Hash(function)
    hash.update(bytes)
    var result = [UInt8](repeating: 0, count: function.byteCount)
    var room = result.mutableSpan
    hash.finish(into: &room)
    return result
  }
}
