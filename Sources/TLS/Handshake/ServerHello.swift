import NetworkBytes

/// The server's answer, which settles what is spoken (RFC 8446, section 4.1.3; RFC 5246, section 7.4.1.3).
struct ServerHello: Hashable, Sendable {
  static let type: UInt8 = 2

  let version: ProtocolVersion
  let random: HelloRandom
  /// By its number in IANA's list.
  let cipherSuite: UInt16
  /// Of RFC 3749; 0 for none.
  let compression: UInt8
  let encryptsThenMACs: Bool
  /// What it chose by use_srtp; nil where it did not, or says so under encryption, as that of DTLS 1.3 does.
  let srtp: SRTPNegotiation?

  /// Whether it asks for another ClientHello and settles nothing but the version.
  var isRetryRequest: Bool { random == Self.retryRequest }

  /// The hash of "HelloRetryRequest" (RFC 8446, section 4.1.3).
  private static let retryRequest = HelloRandom(
    hexadecimal: Array("CF21AD74E59A6111BE1D8C021E65B891C2A211167ABB8C5E079E09E2C8A8339C".utf8).span
  )

  /// Reads the message behind its header; nil where it breaks off.
  init?(_ body: Span<UInt8>) {
    var cursor = ByteCursor(body)
    let legacyVersion: ProtocolVersion
    do throws(ShortRead) {
      legacyVersion = ProtocolVersion(rawValue: try cursor.uint16())
      guard let random = HelloRandom(try cursor.take(HelloRandom.byteCount)) else { return nil }
      self.random = random
      try cursor.skip(Int(cursor.uint8()))
      cipherSuite = try cursor.uint16()
      compression = try cursor.uint8()
    } catch {
      return nil
    }
    guard let extensions = HelloExtensions(&cursor, ofClient: false) else { return nil }
    version = extensions.selectedVersion ?? legacyVersion
    (srtp, encryptsThenMACs) = (extensions.srtp, extensions.encryptsThenMACs)
  }
}
