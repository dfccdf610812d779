package import Capture
import Files
import Playout

/// Why an extraction cannot start or go on; the description is the sentence that a user reads.
package enum ExtractionError: Error, CustomStringConvertible {
  /// An input cannot be opened or read.
  case input(CaptureError)
  /// An output cannot be created, or exists.
  case output(String)
  /// An output could not be written on the way.
  case writing(String)
  /// The temporary file failed.
  case spool(String)

  init(_ failure: SinkFailure) {
    self = failure.isCreation ? .output(failure.description) : .writing(failure.description)
  }

  init(_ error: FileError) {
    self =
      switch error.operation {
      case .open, .name: .output("\(error.path): \(error.reason)")
      case .create: .output(error.description)
      case .write: .writing("\(error.path): \(error.reason)")
      case .createTemporary, .writeTemporary, .readTemporary: .spool(error.description)
      }
  }

  package var description: String {
    switch self {
    case .input(let error): error.description
    case .output(let text), .writing(let text), .spool(let text): text
    }
  }
}
