/// What became of a protected packet.
package enum UnprotectedPacket: Equatable, Sendable {
  /// The packet in clear is the first bytes, so many of them.
  case opened(byteCount: Int)
  /// The tag is wrong: by this key and these numbers it was not made; nothing has changed.
  case authenticationFailed
  /// Shorter than its parts; nothing has changed.
  case malformed
  /// Its header extension is encrypted, too (RFC 9335), which is not undone; nothing has changed.
  case cryptex
}
