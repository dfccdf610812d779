import Foundation
import TestSupport

/// A folder of a test's own, in which the program runs.
typealias Scratch = TemporaryFolder

extension TemporaryFolder {
  /// The program, which is built beside the tests.
  static let program: String = {
    let runner = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let folder = URL(fileURLWithPath: runner ?? CommandLine.arguments[0])
      .deletingLastPathComponent()
    return folder.appendingPathComponent("rtp2wav").path
  }()

  /// Runs the program in the folder, so that its outputs have short names.
  func run(_ arguments: String..., environment: [String: String] = [:]) async throws -> Outcome {
    try await run(arguments, environment: environment)
  }

  func run(_ arguments: [String], environment: [String: String] = [:]) async throws -> Outcome {
    try await RunningProgram(Self.program, arguments, in: url, environment: environment).outcome()
  }

  /// Runs a script of bash in which `"$0"` is the program.
  func shell(_ script: String, _ arguments: String...) async throws -> Outcome {
    try await RunningProgram("/bin/bash", ["-c", script, Self.program] + arguments, in: url)
      .outcome()
  }

  /// Starts the program and leaves it running.
  func start(_ arguments: String..., input: Pipe? = nil) throws -> RunningProgram {
    try RunningProgram(Self.program, arguments, in: url, input: input)
  }
}
