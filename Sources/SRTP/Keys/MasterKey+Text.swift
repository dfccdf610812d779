internal import Cryptography

extension MasterKey {
  /// What stands behind `a=crypto:` in the SDP of who sends by this key (RFC 4568, section 9.1).
  ///
  /// The only text that holds a key; it is for an SDP and nothing else. The suite is the first of the key's.
  package func attribute(tag: Int) -> String {
    let suite = suites.first?.rawValue ?? ""
    let identifier = identifier.map { "|" + $0.text } ?? ""
    return (["\(tag) \(suite) inline:\(secret.base64)\(identifier)"] + parameters.names)
      .joined(separator: " ")
  }
}

extension MasterKeyIdentifier {
  /// `VALUE:LENGTH`, the value decimal.
  fileprivate var text: String {
    // The lowest first.
    var digits = [0]
    for byte in bytes {
      var carry = Int(byte)
      for index in digits.indices {
        carry += 256 * digits[index]
        digits[index] = carry % 10
        carry /= 10
      }
      while carry > 0 {
        digits.append(carry % 10)
        carry /= 10
      }
    }
    return digits.reversed().map(String.init).joined() + ":\(bytes.count)"
  }
}

extension SecretBytes {
  fileprivate var base64: String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    let bytes = bytes
    var text = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let count = min(3, bytes.count - start)
      var group = 0
      for place in 0..<3 { group = group << 8 | (place < count ? Int(bytes[start + place]) : 0) }
      for place in 0...count { text.append(letters[group >> (18 - 6 * place) & 63]) }
      text += String(repeating: "=", count: 3 - count)
    }
    return text
  }
}
