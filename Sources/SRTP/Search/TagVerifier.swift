internal import Cryptography

/// Tries the tags of packets under one key and suite.
///
/// Unchecked: only the search that made it uses it.
final class TagVerifier: @unchecked Sendable {
  /// What it is for.
  struct Key: Hashable {
    let secret: SecretBytes
    let suite: CryptoSuite
    let use: SessionKeys.Use
  }

  private let suite: CryptoSuite
  private var transform: Transform

  init(_ key: Key) throws(CryptographyError) {
    suite = key.suite
    let keys = try SessionKeys(key.secret, suite: key.suite, for: key.use)
    transform = try Transform(keys, isEncrypted: false)
  }

  func verifies(_ packet: Span<UInt8>, rolloverCounter: UInt32, identifierBytes: Int) -> Bool {
    guard let header = ProtectedHeader(packet),
      let layout = PacketLayout(
        suite, header, rolloverCounter: rolloverCounter, count: packet.count,
        identifierBytes: identifierBytes, tagBytes: suite.tagBytes)
    else { return false }
    return transform.verifies(packet, layout)
  }

  /// Whether the tag of an RTCP packet is right, which has the length that is due.
  func verifies(rtcp packet: Span<UInt8>, identifierBytes: Int) -> Bool {
    guard
      let layout = PacketLayout(
        suite, rtcp: packet, identifierBytes: identifierBytes, tagBytes: suite.rtcpTagBytes)
    else { return false }
    return transform.verifies(packet, layout)
  }
}
