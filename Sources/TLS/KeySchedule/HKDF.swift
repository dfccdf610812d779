import Cryptography

/// The second half of HKDF (RFC 5869, section 2.3), and what TLS 1.3 makes of it; the first half was done by those who
/// logged the secrets.
enum HKDF {
  /// What stands before the labels.
  enum Prefix: String {
    /// RFC 8446, section 7.1.
    case tls13 = "tls13 "
    /// RFC 9147, section 5.9.
    case dtls13 = "dtls13"
  }

  /// HKDF-Expand; at most 255 digests.
  static func expand(
    _ function: HashFunction, _ secret: SecretBytes, info: [UInt8], count: Int
  ) throws(CryptographyError) -> SecretBytes {
    var hmac = try HMAC(function, key: secret.bytes)
    return SecretBytes(count: count) { output in
      var (start, end) = (0, 0)
      var number: UInt8 = 0
      while end < count {
        hmac.update(output.span.extracting(start..<end))
        number &+= 1
        hmac.update(info.span)
        hmac.update([number].span)
        (start, end) = (end, min(end + function.byteCount, count))
        var block = output._mutatingExtracting(start..<end)
        hmac.finish(into: &block)
      }
    }
  }

  /// HKDF-Expand-Label (RFC 8446, section 7.1).
  static func expandLabel(
    _ function: HashFunction, _ secret: SecretBytes, label: String, context: [UInt8] = [],
    count: Int, prefix: Prefix = .tls13
  ) throws(CryptographyError) -> SecretBytes {
    let label = Array((prefix.rawValue + label).utf8)
    let info =
      [UInt8(truncatingIfNeeded: count >> 8), UInt8(truncatingIfNeeded: count)]
      + [UInt8(truncatingIfNeeded: label.count)] + label
      + [UInt8(truncatingIfNeeded: context.count)] + context
    return try expand(function, secret, info: info, count: count)
  }

  /// The exporter, without a context (RFC 8446, section 7.5).
  static func export(
    _ function: HashFunction, _ exporterSecret: SecretBytes, label: String, count: Int,
    prefix: Prefix = .tls13
  ) throws(CryptographyError) -> SecretBytes {
    let nothing = try Hash.digest(function, of: [UInt8]().span)
    let secret = try expandLabel(
      function, exporterSecret, label: label, context: nothing, count: function.byteCount,
      prefix: prefix)
    return try expandLabel(
      function, secret, label: "exporter", context: nothing, count: count, prefix: prefix)
  }
}
