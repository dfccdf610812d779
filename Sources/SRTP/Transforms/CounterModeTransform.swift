internal import Cryptography

/// AES in counter mode, or no cipher, and HMAC-SHA1 over what it made (RFC 3711, section 4).
struct CounterModeTransform: ~Copyable, Sendable {
  /// Nil for the NULL cipher.
  private var cipher: AESCounterMode?
  private var hmac: HMAC
  private let salt: SecretBytes

  init(_ keys: SessionKeys, isEncrypted: Bool) throws(CryptographyError) {
    let isNull = !isEncrypted || keys.suite.transform == .null
    let cipher = isNull ? nil : try AESCounterMode(key: keys.encryption.bytes)
    let hmac = try HMAC(.sha1, key: keys.authentication.bytes)
    self.cipher = cipher
    self.hmac = hmac
    salt = keys.salt
  }

  /// Encrypts or decrypts in place, which is the same (section 4.1.1); false where libgcrypt refuses.
  mutating func apply(_ layout: PacketLayout, to packet: inout MutableSpan<UInt8>) -> Bool {
    guard layout.isEncrypted, !layout.body.isEmpty else { return true }
    let counter = counter(layout)
    var body = packet._mutatingExtracting(layout.body)
    return cipher?.apply(from: counter, to: &body) ?? true
  }

  private func counter(_ layout: PacketLayout) -> InlineArray<16, UInt8> {
    var counter = InlineArray<16, UInt8>(repeating: 0)
    let salt = salt.bytes
    for place in 0..<min(14, salt.count) { counter[place] = salt[place] }
    for place in 0..<4 { counter[4 + place] ^= layout.ssrc.byte(place) }
    for place in 0..<6 { counter[8 + place] ^= layout.index.byte(2 + place) }
    return counter
  }

  /// Whether the tag is right, if there is one (section 4.2).
  mutating func verifies(_ packet: Span<UInt8>, _ layout: PacketLayout) -> Bool {
    guard !layout.tag.isEmpty else { return true }
    authenticate(packet, layout)
    return hmac.finish(comparing: packet.extracting(layout.tag))
  }

  /// Writes the tag over what is there already.
  mutating func sign(_ packet: inout MutableSpan<UInt8>, _ layout: PacketLayout) {
    authenticate(packet.span, layout)
    var tag = packet._mutatingExtracting(layout.tag)
    hmac.finish(into: &tag)
  }

  private mutating func authenticate(_ packet: Span<UInt8>, _ layout: PacketLayout) {
    hmac.update(packet.extracting(0..<layout.body.upperBound))
    hmac.update(layout.word.networkOrder.span)
  }
}

extension UInt32 {
  var networkOrder: InlineArray<4, UInt8> { [byte(0), byte(1), byte(2), byte(3)] }
}

extension FixedWidthInteger {
  /// The byte at this place in network order, 0 being the highest.
  @inline(__always)
  func byte(_ place: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: self >> (Self.bitWidth - 8 - 8 * place))
  }
}
