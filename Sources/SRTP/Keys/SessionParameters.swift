/// What an `a=crypto` switches off (RFC 4568, section 6.3).
package struct SessionParameters: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let unencryptedSRTP = SessionParameters(rawValue: 1)
  package static let unencryptedSRTCP = SessionParameters(rawValue: 2)
  /// RTP packets have no tag, so nothing proves a key.
  package static let unauthenticatedSRTP = SessionParameters(rawValue: 4)

  private static let named: [(name: String, parameter: SessionParameters)] = [
    ("UNENCRYPTED_SRTP", .unencryptedSRTP), ("UNENCRYPTED_SRTCP", .unencryptedSRTCP),
    ("UNAUTHENTICATED_SRTP", .unauthenticatedSRTP),
  ]

  /// The parameter of this name; nil for one that changes nothing here, such as `WSH=64`.
  init?(name: some StringProtocol) {
    let name = name.uppercased()
    guard let named = Self.named.first(where: { $0.name == name }) else { return nil }
    self = named.parameter
  }

  var names: [String] {
    Self.named.compactMap { contains($0.parameter) ? $0.name : nil }
  }
}
