internal import CGcrypt

/// The library that ciphers and hashes are taken from; it is loaded when the first is made.
package enum Libgcrypt {
  package static let name = "libgcrypt"
  /// The Debian package that has it.
  package static let debianPackage = "libgcrypt20"

  /// Whether the library can be loaded; it then is.
  package static var isThere: Bool { libgcrypt_is_there() }

  /// Whether the library is ready for use.
  ///
  /// The first to ask makes it so, the others wait for that.
  static let isReady = libgcrypt_start()

  static func start() throws(CryptographyError) {
    guard isReady else { throw .libraryMissing }
  }

  static func check(
    _ error: gcry_error_t, _ operation: CryptographyError.Operation
  ) throws(CryptographyError) {
    guard error == 0 else {
      throw .failed(operation, reason: unsafe String(cString: gcry_strerror(error)))
    }
  }
}
