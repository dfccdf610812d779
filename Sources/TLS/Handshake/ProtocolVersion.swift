/// A version of TLS or DTLS as it stands on the wire; DTLS counts downwards (RFC 9147, section 5.3).
package struct ProtocolVersion: RawRepresentable, Hashable, Sendable {
  package let rawValue: UInt16

  package init(rawValue: UInt16) { self.rawValue = rawValue }

  static let tls12 = ProtocolVersion(rawValue: 0x0303)
  static let tls13 = ProtocolVersion(rawValue: 0x0304)
  static let dtls12 = ProtocolVersion(rawValue: 0xFEFD)
  static let dtls13 = ProtocolVersion(rawValue: 0xFEFC)

  /// Whether the keys are made as in TLS 1.3.
  ///
  /// So they are in its drafts, whose numbers are 7F and the draft's; NSS speaks one in DTLS.
  var is13: Bool { self == .tls13 || self == .dtls13 || rawValue >> 8 == 0x7F }
}

extension ProtocolVersion: CustomStringConvertible {
  package var description: String {
    switch rawValue {
    case 0x0300: "SSL 3.0"
    case 0x0301: "TLS 1.0"
    case 0x0302: "TLS 1.1"
    case 0x0303: "TLS 1.2"
    case 0x0304: "TLS 1.3"
    case 0xFEFF: "DTLS 1.0"
    case 0xFEFD: "DTLS 1.2"
    case 0xFEFC: "DTLS 1.3"
    case 0x7F00...0x7FFF: "draft \(rawValue & 0xFF) of version 1.3"
    default: "version \(TLSError.hexadecimal(rawValue))"
    }
  }
}
