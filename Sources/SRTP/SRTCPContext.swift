package import Cryptography

/// The cryptographic context of the RTCP packets under one master key (RFC 3711, sections 3.2.1 and 3.4).
///
/// It remembers nothing of the packets, which bring their index along. One thread at a time may use it.
package struct SRTCPContext: ~Copyable, Sendable {
  private let suite: CryptoSuite
  private let identifier: MasterKeyIdentifier?
  private let identifierBytes: Int
  private let isEncrypted: Bool
  private var transform: Transform

  /// Derives the session keys; parameters as of `SRTPContext`.
  package init(
    _ key: MasterKey, suite: CryptoSuite? = nil, identifierBytes: Int? = nil
  ) throws(CryptographyError) {
    guard let suite = suite ?? key.suites.first, suite.masterBytes == key.secret.count else {
      throw .keyLength(key.secret.count)
    }
    self.init(
      try Transform(try SessionKeys(key.secret, suite: suite, for: .rtcp)), suite, key,
      identifierBytes)
  }

  private init(
    _ transform: consuming Transform, _ suite: CryptoSuite, _ key: MasterKey,
    _ identifierBytes: Int?
  ) {
    self.transform = transform
    self.suite = suite
    identifier = key.identifier
    self.identifierBytes = max(0, identifierBytes ?? key.identifier?.bytes.count ?? 0)
    isEncrypted = suite.transform != .null && !key.parameters.contains(.unencryptedSRTCP)
  }

  /// Decrypts a whole compound packet in place if its tag is right.
  ///
  /// Some senders have the short tag of their suite in RTCP, too: that is tried behind the right one.
  package mutating func unprotect(_ packet: inout MutableSpan<UInt8>) -> UnprotectedPacket {
    guard let layout = layout(packet.span, suite.rtcpTagBytes) else {
      return unprotectByShortTag(&packet) ?? .malformed
    }
    if transform.open(&packet, layout) { return .opened(byteCount: layout.body.upperBound) }
    return unprotectByShortTag(&packet) ?? .authenticationFailed
  }

  private mutating func unprotectByShortTag(
    _ packet: inout MutableSpan<UInt8>
  ) -> UnprotectedPacket? {
    guard suite.tagBytes < suite.rtcpTagBytes, let layout = layout(packet.span, suite.tagBytes)
    else { return nil }
    return transform.open(&packet, layout)
      ? .opened(byteCount: layout.body.upperBound) : .authenticationFailed
  }

  /// Encrypts a compound packet in place, as `UNENCRYPTED_SRTCP` lets it, and appends what belongs behind it.
  ///
  /// False, and no change, where it is no RTCP packet.
  ///
  /// - Parameter index: counts the packets of a sender, 31 bits.
  package mutating func protect(_ packet: inout [UInt8], index: UInt32) -> Bool {
    let word = index & ~PacketLayout.encryptedFlag | (isEncrypted ? PacketLayout.encryptedFlag : 0)
    let overhead = 4 + identifierBytes + suite.rtcpTagBytes
    guard
      let layout = PacketLayout(
        suite, rtcp: packet.span, word: word, count: packet.count + overhead,
        identifierBytes: identifierBytes, tagBytes: suite.rtcpTagBytes)
    else { return false }
    packet.append(contentsOf: repeatElement(0, count: overhead))
    for place in 0..<4 { packet[layout.wordStart + place] = word.byte(place) }
    packet.write(identifier, at: layout.identifier)
    var bytes = packet.mutableSpan
    return transform.seal(&bytes, layout)
  }

  private func layout(_ packet: Span<UInt8>, _ tagBytes: Int) -> PacketLayout? {
    PacketLayout(suite, rtcp: packet, identifierBytes: identifierBytes, tagBytes: tagBytes)
  }
}
