/// A C library that a codec calls, loaded when it is needed first.
package struct CodecLibrary: Sendable {
  package let name: String
  /// What to install on Debian.
  package let debianPackage: String
  /// Loads the library, unless that is done; returns whether it could be loaded.
  let isThere: @Sendable () -> Bool

  /// Says that it is missing, and what to do.
  package var absence: String {
    "\(name) cannot be loaded; install Debian's package \(debianPackage)"
  }
}
