package import Cryptography

/// The cryptographic context of the RTP packets under one master key (RFC 3711, section 3.2).
///
/// It remembers nothing of the packets, so they may come in any order, each with its rollover counter. One context serves
/// any number of streams, but one thread at a time.
package struct SRTPContext: ~Copyable, Sendable {
  private let suite: CryptoSuite
  private let identifier: MasterKeyIdentifier?
  private let identifierBytes: Int
  private let tagBytes: Int
  private var transform: Transform

  /// Derives the session keys.
  ///
  /// - Parameter suite: one of the key's; the first where it is nil.
  /// - Parameter identifierBytes: what packets have for an MKI; what the key says where it is nil.
  package init(
    _ key: MasterKey, suite: CryptoSuite? = nil, identifierBytes: Int? = nil
  ) throws(CryptographyError) {
    guard let suite = suite ?? key.suites.first, suite.masterBytes == key.secret.count else {
      throw .keyLength(key.secret.count)
    }
    let keys = try SessionKeys(key.secret, suite: suite, for: .rtp)
    self.init(
      try Transform(keys, isEncrypted: !key.parameters.contains(.unencryptedSRTP)), suite, key,
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
    // AES-GCM cannot leave its tag away (RFC 7714, section 14.1).
    let isTagless =
      key.parameters.contains(.unauthenticatedSRTP) && suite.transform != .galoisCounterMode
    tagBytes = isTagless ? 0 : suite.tagBytes
  }

  /// How much longer a packet gets by being protected, in bytes.
  package var overhead: Int { identifierBytes + tagBytes }

  /// Decrypts a whole packet in place if its tag is right; without a tag (UNAUTHENTICATED_SRTP), in any case.
  package mutating func unprotect(
    _ packet: inout MutableSpan<UInt8>, rolloverCounter: UInt32
  ) -> UnprotectedPacket {
    guard let header = ProtectedHeader(packet.span),
      let layout = layout(header, rolloverCounter, count: packet.count)
    else { return .malformed }
    if header.isCryptex { return .cryptex }
    return transform.open(&packet, layout)
      ? .opened(byteCount: layout.body.upperBound) : .authenticationFailed
  }

  /// Whether the tag of a whole packet is right; true where packets have none.
  package mutating func authenticates(_ packet: Span<UInt8>, rolloverCounter: UInt32) -> Bool {
    guard let header = ProtectedHeader(packet),
      let layout = layout(header, rolloverCounter, count: packet.count)
    else { return false }
    return transform.verifies(packet, layout)
  }

  /// Whether a packet says that its header extension is encrypted, too (RFC 9335), by whatever key.
  package static func isCryptex(_ packet: Span<UInt8>) -> Bool {
    ProtectedHeader(packet)?.isCryptex ?? false
  }

  /// Encrypts a packet in place and appends what belongs behind it; false, and no change, where it is no RTP packet.
  package mutating func protect(_ packet: inout [UInt8], rolloverCounter: UInt32) -> Bool {
    guard let header = ProtectedHeader(packet.span), !header.isCryptex,
      let layout = layout(header, rolloverCounter, count: packet.count + overhead)
    else { return false }
    packet.append(contentsOf: repeatElement(0, count: overhead))
    packet.write(identifier, at: layout.identifier)
    var bytes = packet.mutableSpan
    return transform.seal(&bytes, layout)
  }

  private func layout(
    _ header: ProtectedHeader, _ rolloverCounter: UInt32, count: Int
  ) -> PacketLayout? {
    PacketLayout(
      suite, header, rolloverCounter: rolloverCounter, count: count,
      identifierBytes: identifierBytes, tagBytes: tagBytes)
  }
}

extension [UInt8] {
  /// Writes an MKI of the length that packets have for it, in its low end.
  mutating func write(_ identifier: MasterKeyIdentifier?, at place: Range<Int>) {
    for (index, byte) in zip(place.reversed(), (identifier?.bytes ?? []).reversed()) {
      self[index] = byte
    }
  }
}
