package import Cryptography

/// Why what TLS or DTLS protects cannot be opened; the description follows a name and a colon, or "as ".
package enum TLSError: Error, Equatable {
  /// The hellos of client and server are not in the trace, or not whole.
  case handshakeMissing
  /// The key log has no secret under this handshake's client random.
  case keyMissing
  /// The key log has a secret, and what it should open does not open by it.
  case wrongKey
  /// What was negotiated, by its number on the wire.
  case unsupportedVersion(ProtocolVersion)
  /// By its number in IANA's list.
  case unsupportedSuite(UInt16)
  /// A compression method (RFC 3749).
  case unsupportedCompression(UInt8)
  /// Protection profiles of SRTP, by their numbers in IANA's list; empty where SRTP was not negotiated.
  case unsupportedProfiles([UInt16])
  /// Bytes that are not what the protocol has there.
  case damaged
  /// Bytes are missing, and after them no record was found that opens.
  case lost
  /// The library of ciphers.
  case cryptography(CryptographyError)
}

extension TLSError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .handshakeMissing: "the handshake is not in the trace"
    case .keyMissing: "the key log holds no secret of this handshake"
    case .wrongKey: "the key log's secret does not open it"
    case .unsupportedVersion(let version): "\(version) is not read"
    case .unsupportedSuite(let number): "cipher suite \(Self.hexadecimal(number)) is not read"
    case .unsupportedCompression(let method): "compression method \(method) is not read"
    case .unsupportedProfiles(let numbers):
      numbers.isEmpty
        ? "it negotiates no SRTP"
        : "SRTP protection profile \(numbers.map(Self.hexadecimal).joined(separator: ", ")) is not read"
    case .damaged: "its bytes are damaged"
    case .lost: "too much of it is missing"
    case .cryptography(let error): error.description
    }
  }

  static func hexadecimal(_ number: UInt16) -> String {
    let digits = String(number, radix: 16, uppercase: true)
    return "0x" + String(repeating: "0", count: 4 - digits.count) + digits
  }
}
