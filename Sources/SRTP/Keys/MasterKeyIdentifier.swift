/// What each packet carries to say which master key it is under: the MKI (RFC 3711, section 3.1).
package struct MasterKeyIdentifier: Hashable, Sendable {
  /// RFC 4568, section 6.1.
  static let mostBytes = 128

  /// As in the packet, in network byte order.
  package let bytes: [UInt8]

  package init(bytes: [UInt8]) { self.bytes = bytes }

  /// Reads `VALUE:LENGTH`, the value decimal, the length in bytes.
  init(text: some StringProtocol) throws(SRTPError) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let length = Int(parts[1]), (1...Self.mostBytes).contains(length),
      let digits = Self.digits(parts[0])
    else { throw .unreadableIdentifier }
    // No integer has 128 bytes.
    var bytes = [UInt8](repeating: 0, count: length)
    for digit in digits {
      var carry = digit
      for index in bytes.indices.reversed() {
        carry += 10 * Int(bytes[index])
        bytes[index] = UInt8(carry & 0xff)
        carry >>= 8
      }
      guard carry == 0 else { throw .unreadableIdentifier }
    }
    self.bytes = bytes
  }

  private static func digits(_ text: some StringProtocol) -> [Int]? {
    // 256 to the power of 128 has 309 digits.
    guard (1...309).contains(text.utf8.count) else { return nil }
    let digits = text.utf8.compactMap { (0x30...0x39).contains($0) ? Int($0) - 0x30 : nil }
    return digits.count == text.utf8.count ? digits : nil
  }
}
