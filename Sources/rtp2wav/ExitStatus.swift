import Capture
import Extraction
import Files

/// What the program ends with, after sysexits.h.
struct ExitStatus: Error {
  let code: Int32

  static let nothingFound = ExitStatus(code: 1)
  static let usage = ExitStatus(code: 64)
  static let badInput = ExitStatus(code: 65)
  static let noInput = ExitStatus(code: 66)
  static let unavailable = ExitStatus(code: 69)
  static let cannotCreate = ExitStatus(code: 73)
  static let inputOutput = ExitStatus(code: 74)

  init(code: Int32) {
    self.code = code
  }

  /// The status for an extraction that could not start or go on.
  init(_ error: ExtractionError) {
    switch error {
    case .input(let input):
      switch input.kind {
      case .cannotOpen: self = .noInput
      case .notACapture: self = .badInput
      case .badFilter: self = .usage
      case .readFailed: self = .inputOutput
      }
    case .output: self = .cannotCreate
    case .writing, .spool: self = .inputOutput
    }
  }

  /// The status for a file that could not be made, or written.
  init(_ error: FileError) {
    self = error.operation == .write ? .inputOutput : .cannotCreate
  }
}
