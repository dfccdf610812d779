/// What an `a=crypto` switches off (RFC 4568, section 6.3).
package struct SessionParameters: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let unencryptedSRTP = SessionParameters(rawValue: 1)
  package static let unencryptedSRTCP = SessionParameters(rawValue: 2)
  /// RTP packets have no tag, so nothing proves a key.
  package static let unauthenticatedSRTP = SessionParameters(rawValue: 4)

  /// The parameter of this name; nil for one that changes nothing here, such as `WSH=64`.
  init?(name: some StringProtocol) {
    switch name.uppercased() {
    case "UNENCRYPTED_SRTP": self = .unencryptedSRTP
    case "UNENCRYPTED_SRTCP": self = .unencryptedSRTCP
    case "UNAUTHENTICATED_SRTP": self = .unauthenticatedSRTP
    default: return nil
    }
  }
}
