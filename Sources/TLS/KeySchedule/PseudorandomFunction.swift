import Cryptography

/// The pseudorandom function of TLS 1.2 (RFC 5246, section 5).
enum PseudorandomFunction {
  /// `count` bytes made of a secret, a label and a seed.
  static func expand(
    _ function: HashFunction, secret: SecretBytes, label: String, seed: [UInt8], count: Int
  ) throws(CryptographyError) -> SecretBytes {
    let seed = Array(label.utf8) + seed
    var hmac = try HMAC(function, key: secret.bytes)
    // A(1), A(2) and so on, which tell nothing without the secret.
    var link = seed
    return SecretBytes(count: count) { output in
      var offset = 0
      while offset < count {
        hmac.update(link.span)
        link = [UInt8](repeating: 0, count: function.byteCount)
        var room = link.mutableSpan
        hmac.finish(into: &room)
        hmac.update(link.span)
        hmac.update(seed.span)
        let end = min(offset + function.byteCount, count)
        var block = output._mutatingExtracting(offset..<end)
        hmac.finish(into: &block)
        offset = end
      }
    }
  }
}
