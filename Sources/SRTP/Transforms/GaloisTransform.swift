internal import Cryptography

/// AES-GCM as SRTP uses it (RFC 7714).
struct GaloisTransform: ~Copyable, Sendable {
  private var cipher: AuthenticatedCipher
  private let salt: SecretBytes
  /// Where a packet is decrypted only to see whether its tag is right.
  private var scratch: [UInt8] = []

  init(_ keys: SessionKeys) throws(CryptographyError) {
    cipher = try AuthenticatedCipher(.aesGCM, key: keys.encryption.bytes)
    salt = keys.salt
  }

  /// Decrypts in place if the tag is right; else the packet is what it was.
  mutating func open(_ packet: inout MutableSpan<UInt8>, _ layout: PacketLayout) -> Bool {
    guard start(packet.span, layout) else { return false }
    var body = packet._mutatingExtracting(layout.body)
    guard cipher.decrypt(&body) else { return false }
    if cipher.finish(comparing: packet.span.extracting(layout.tag)) { return true }
    body = packet._mutatingExtracting(layout.body)
    cipher.restore(nonce: nonce(layout).span, &body)
    return false
  }

  mutating func verifies(_ packet: Span<UInt8>, _ layout: PacketLayout) -> Bool {
    guard start(packet, layout) else { return false }
    var copy: [UInt8] = []
    swap(&copy, &scratch)
    copy.removeAll(keepingCapacity: true)
    let body = packet.extracting(layout.body)
    copy.append(addingCapacity: body.count) { output in
      for index in body.indices { output.append(body[index]) }
    }
    var bytes = copy.mutableSpan
    let isDone = cipher.decrypt(&bytes)
    swap(&copy, &scratch)
    return isDone && cipher.finish(comparing: packet.extracting(layout.tag))
  }

  /// Encrypts in place and writes the tag over what is there already.
  mutating func seal(_ packet: inout MutableSpan<UInt8>, _ layout: PacketLayout) -> Bool {
    guard start(packet.span, layout) else { return false }
    var body = packet._mutatingExtracting(layout.body)
    guard cipher.encrypt(&body) else { return false }
    var tag = packet._mutatingExtracting(layout.tag)
    return cipher.finish(into: &tag)
  }

  /// Begins a packet: what is in clear is authenticated, and of RTCP the word that stands apart.
  private mutating func start(_ packet: Span<UInt8>, _ layout: PacketLayout) -> Bool {
    cipher.start(nonce: nonce(layout).span)
      && cipher.authenticate(packet.extracting(layout.clear))
      && (!layout.isRTCP || cipher.authenticate(layout.word.networkOrder.span))
  }

  /// The initialization vector (sections 8.1 and 9.1).
  private func nonce(_ layout: PacketLayout) -> InlineArray<12, UInt8> {
    var nonce = InlineArray<12, UInt8>(repeating: 0)
    let salt = salt.bytes
    for place in 0..<min(12, salt.count) { nonce[place] = salt[place] }
    for place in 0..<4 { nonce[2 + place] ^= layout.ssrc.byte(place) }
    for place in 0..<6 { nonce[6 + place] ^= layout.index.byte(2 + place) }
    return nonce
  }
}
