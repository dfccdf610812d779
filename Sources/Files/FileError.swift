/// What could not be done with a file, which, and why; the description is the sentence that a user
/// reads.
public struct FileError: Error, Equatable, CustomStringConvertible {
  /// What was tried.
  package enum Operation: Sendable {
    /// To open a file or folder that is there, or to use its name.
    case open
    /// To make a new file or folder.
    case create
    /// To write to a file, or to close it, which may be when the system finds that it has no room.
    case write
    /// To give a finished file its name.
    case name
    /// To make a temporary file, whose path is that of its folder.
    case createTemporary
    case writeTemporary
    case readTemporary
  }

  package let operation: Operation
  package let path: String
  package let reason: Reason

  package init(_ operation: Operation, _ path: String, _ reason: Reason) {
    self.operation = operation
    self.path = path
    self.reason = reason
  }

  /// The sentence that a user reads.
  public var description: String {
    switch operation {
    case .open: reason == .noFileName ? "'\(path)' \(reason)" : "\(path): \(reason)"
    case .create, .name: "\(path): cannot be created: \(reason)"
    case .write: "\(path): writing failed: \(reason)"
    case .createTemporary: "cannot create a temporary file in \(path): \(reason)"
    case .writeTemporary: "cannot write to the temporary file: \(reason)"
    case .readTemporary: "cannot read the temporary file: \(reason)"
    }
  }
}
