/// Why a cipher or a hash could not be made.
///
/// No text of it holds any part of a key.
package enum CryptographyError: Error, Equatable {
  /// What the library was asked for.
  package enum Operation: String, Sendable {
    case cipher = "make a cipher"
    case cipherKey = "take the key of a cipher"
    case hash = "make a hash"
    case hashKey = "take the key of a hash"
  }

  /// libgcrypt cannot be loaded, or is older than 1.8.
  case libraryMissing
  /// A key of so many bytes is none of the cipher's.
  case keyLength(Int)
  /// libgcrypt refused, in its own words.
  case failed(Operation, reason: String)
}

extension CryptographyError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .libraryMissing:
      "\(Libgcrypt.name) is missing or older than 1.8 (Debian package \(Libgcrypt.debianPackage))"
    case .keyLength(let bytes): "a cipher has no key of \(bytes) bytes"
    case .failed(let operation, let reason):
      "\(Libgcrypt.name) could not \(operation.rawValue): \(reason)"
    }
  }
}
