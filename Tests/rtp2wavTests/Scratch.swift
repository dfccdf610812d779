import Foundation

/// A folder of a test's own, gone with it, and the program run in it.
final class Scratch {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "rtp2wav-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// The program, which is built beside the tests.
  static let program: String = {
    let runner = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let folder = URL(fileURLWithPath: runner ?? CommandLine.arguments[0])
      .deletingLastPathComponent()
    return folder.appendingPathComponent("rtp2wav").path
  }()

  func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  func exists(_ name: String) -> Bool {
    // Unlike fileExists, this sees a link that leads nowhere.
    (try? FileManager.default.attributesOfItem(atPath: path(name))) != nil
  }

  func data(_ name: String) throws -> Data {
    try Data(contentsOf: folder.appendingPathComponent(name))
  }

  func write(_ data: Data, _ name: String) throws {
    try data.write(to: folder.appendingPathComponent(name))
  }

  func makeFolder(_ name: String) throws {
    try FileManager.default.createDirectory(atPath: path(name), withIntermediateDirectories: true)
  }

  func makeLink(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: path(name), withDestinationPath: target)
  }

  /// What lies in a folder, in order.
  func names(_ name: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path(name))) ?? []).sorted()
  }

  /// Runs the program in the folder, so that its outputs have short names.
  func run(_ arguments: String..., environment: [String: String] = [:]) async throws -> Outcome {
    try await run(arguments, environment: environment)
  }

  func run(_ arguments: [String], environment: [String: String] = [:]) async throws -> Outcome {
    try await start(Self.program, arguments, environment: environment).outcome()
  }

  /// Runs a script of bash in which `"$0"` is the program.
  func shell(_ script: String, _ arguments: String...) async throws -> Outcome {
    try await start("/bin/bash", ["-c", script, Self.program] + arguments).outcome()
  }

  /// Starts the program and leaves it running.
  func start(_ arguments: String..., input: Pipe? = nil) throws -> RunningProgram {
    try start(Self.program, arguments, input: input)
  }

  private func start(
    _ executable: String, _ arguments: [String], environment: [String: String] = [:],
    input: Pipe? = nil
  ) throws -> RunningProgram {
    try RunningProgram(
      executable, arguments, in: folder, environment: environment, input: input)
  }
}
