import ArgumentParser
import Synthesis

/// What the failures of `prompt` and `synth` end the program with.
enum SynthesisFailure {
  /// Runs the work; a failure becomes a usage error, or a message and the status for it.
  static func leaving(_ work: () throws -> Void) throws {
    do {
      try work()
    } catch let error as SynthesisError {
      switch error {
      case .argument(let text): throw ValidationError(text)
      case .input: throw status(.noInput, error)
      case .output: throw status(.cannotCreate, error)
      case .writing: throw status(.inputOutput, error)
      case .library: throw status(.unavailable, error)
      }
    }
  }

  private static func status(_ status: ExitStatus, _ error: SynthesisError) -> ExitStatus {
    Terminal.message("\(error)")
    return status
  }
}
