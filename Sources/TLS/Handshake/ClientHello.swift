import NetworkBytes

/// The message that begins a handshake (RFC 8446, section 4.1.2; RFC 6347, section 4.2.1).
struct ClientHello: Hashable, Sendable {
  static let type: UInt8 = 1

  let random: HelloRandom
  /// What it offers by use_srtp; nil where it does not.
  let srtp: SRTPNegotiation?
  /// Whether data may follow before the server has answered.
  let hasEarlyData: Bool
  /// Whether SIP is among what it wants to speak.
  let offersSIP: Bool

  /// Reads the message behind its header; nil where it breaks off.
  ///
  /// That of DTLS has a cookie.
  init?(_ body: Span<UInt8>, isDTLS: Bool) {
    var cursor = ByteCursor(body)
    do throws(ShortRead) {
      try cursor.skip(2)
      guard let random = HelloRandom(try cursor.take(HelloRandom.byteCount)) else { return nil }
      self.random = random
      try cursor.skip(Int(cursor.uint8()))
      if isDTLS { try cursor.skip(Int(cursor.uint8())) }
      try cursor.skip(Int(cursor.uint16()))
      try cursor.skip(Int(cursor.uint8()))
    } catch {
      return nil
    }
    guard let extensions = HelloExtensions(&cursor, ofClient: true) else { return nil }
    (srtp, hasEarlyData) = (extensions.srtp, extensions.hasEarlyData)
    offersSIP = extensions.namesSIP
  }
}
