internal import CGcrypt

/// The hash functions of FIPS 180-4 that protocols of media and signalling use.
package enum HashFunction: Sendable, CaseIterable {
  case sha1
  case sha256
  case sha384

  /// The length of a digest, in bytes.
  package var byteCount: Int {
    switch self {
    case .sha1: 20
    case .sha256: 32
    case .sha384: 48
    }
  }

  var algorithm: Int32 {
    let algorithm =
      switch self {
      case .sha1: GCRY_MD_SHA1
      case .sha256: GCRY_MD_SHA256
      case .sha384: GCRY_MD_SHA384
      }
    return Int32(truncatingIfNeeded: algorithm.rawValue)
  }
}
