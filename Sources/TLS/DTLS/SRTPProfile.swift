/// A protection profile of SRTP, by its number in IANA's list (RFC 5764, section 4.1.2; RFC 7714, section 14.2).
package struct SRTPProfile: RawRepresentable, Hashable, Sendable {
  package let rawValue: UInt16

  package init(rawValue: UInt16) { self.rawValue = rawValue }

  package static let aes128CMHMACSHA1Tag80 = SRTPProfile(rawValue: 0x0001)
  package static let aes128CMHMACSHA1Tag32 = SRTPProfile(rawValue: 0x0002)
  package static let aeadAES128GCM = SRTPProfile(rawValue: 0x0007)
  package static let aeadAES256GCM = SRTPProfile(rawValue: 0x0008)

  /// The lengths of master key and master salt, in bytes; nil for a profile that is not read.
  package var lengths: (key: Int, salt: Int)? {
    switch self {
    case .aes128CMHMACSHA1Tag80, .aes128CMHMACSHA1Tag32: (16, 14)
    case .aeadAES128GCM: (16, 12)
    case .aeadAES256GCM: (32, 12)
    default: nil
    }
  }
}
