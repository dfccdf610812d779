import Foundation

/// The program at work; what it prints goes to files beside its folder.
final class RunningProgram {
  private let process = Process()
  private let output: URL
  private let errors: URL

  init(
    _ executable: String, _ arguments: [String], in folder: URL, environment: [String: String],
    input: Pipe?
  ) throws {
    let printed = FileManager.default.temporaryDirectory
    output = printed.appendingPathComponent("\(UUID().uuidString).out")
    errors = printed.appendingPathComponent("\(UUID().uuidString).err")
    for file in [output, errors] { try Data().write(to: file) }
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    process.standardInput = input ?? FileHandle.nullDevice
    try process.run()
  }

  deinit {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    for file in [output, errors] { try? FileManager.default.removeItem(at: file) }
  }

  var isRunning: Bool { process.isRunning }

  func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// Waits for the end.
  func outcome() async throws -> Outcome {
    // Not waitUntilExit: it would block a thread that other tests need to go on.
    while process.isRunning { try await Task.sleep(for: .milliseconds(2)) }
    let isSignal = process.terminationReason == .uncaughtSignal
    return Outcome(
      status: isSignal ? -process.terminationStatus : process.terminationStatus,
      output: try Data(contentsOf: output), errors: try Data(contentsOf: errors))
  }
}

/// What came of a run; `status` is negative where a signal killed the program.
struct Outcome {
  let status: Int32
  let output: Data
  let errors: Data

  var text: String { String(decoding: output, as: UTF8.self) }

  /// The lines of stderr.
  var lines: [String] {
    String(decoding: errors, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// Whether every line of stderr begins with the program's name.
  var isPrefixed: Bool { lines.allSatisfy { $0.hasPrefix("rtp2wav: ") } }

  func says(_ text: String) -> Bool { lines.contains { $0.contains(text) } }
}
