/// Why an input cannot be read; the description is the sentence that a user reads.
package struct CaptureError: Error, Hashable, CustomStringConvertible {
  /// What went wrong, as far as an exit status tells it apart.
  package enum Kind: Hashable, Sendable {
    /// The input is missing, a directory, or may not be read.
    case cannotOpen
    /// The input is empty or holds something else than packets.
    case notACapture
    /// A filter expression is wrong.
    case badFilter
    /// The system reported an error while the input was being read.
    case readFailed
  }

  package let kind: Kind
  /// The path as it was given; "standard input" for "-".
  package let path: String
  /// What follows the path and a colon.
  package let reason: String

  init(_ kind: Kind, _ path: String, _ reason: String) {
    self.kind = kind
    self.path = path
    self.reason = reason
  }

  package var description: String { "\(path): \(reason)" }
}
