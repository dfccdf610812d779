package import Foundation

/// A program at work; what it prints goes to files beside its folder.
package final class RunningProgram {
  private let process = Process()
  private let output: URL
  private let errors: URL
  /// Ends with the program.
  private let lifetime: AsyncStream<Never>

  package init(
    _ executable: String, _ arguments: [String], in folder: URL,
    environment: [String: String] = [:], input: Pipe? = nil
  ) throws {
    let printed = FileManager.default.temporaryDirectory
    output = printed.appendingPathComponent("\(UUID().uuidString).out")
    errors = printed.appendingPathComponent("\(UUID().uuidString).err")
    for file in [output, errors] { try Data().write(to: file) }
    let (lifetime, end) = AsyncStream.makeStream(of: Never.self)
    self.lifetime = lifetime
    process.terminationHandler = { _ in end.finish() }
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let files = (try FileHandle(forWritingTo: output), try FileHandle(forWritingTo: errors))
    (process.standardOutput, process.standardError) = files
    process.standardInput = input ?? FileHandle.nullDevice
    try process.run()
    // The program has its own. Foundation keeps these open for as long as the tests run, and with more
    // than a thousand open descriptors its way to start a program reads beyond its memory.
    try files.0.close()
    try files.1.close()
  }

  deinit {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    for file in [output, errors] { try? FileManager.default.removeItem(at: file) }
  }

  package var isRunning: Bool { process.isRunning }

  package func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// Waits for the end.
  package func outcome() async throws -> Outcome {
    for await _ in lifetime {}
    let isSignal = process.terminationReason == .uncaughtSignal
    return Outcome(
      status: isSignal ? -process.terminationStatus : process.terminationStatus,
      output: try Data(contentsOf: output), errors: try Data(contentsOf: errors))
  }
}

/// What came of a run; `status` is negative where a signal killed the program.
package struct Outcome: Sendable {
  package let status: Int32
  package let output: Data
  package let errors: Data

  package var text: String { String(decoding: output, as: UTF8.self) }

  /// The lines of stderr.
  package var lines: [String] {
    String(decoding: errors, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// Whether every line of stderr begins with the program's name.
  package var isPrefixed: Bool { lines.allSatisfy { $0.hasPrefix("rtp2wav: ") } }

  package func says(_ text: String) -> Bool { lines.contains { $0.contains(text) } }
}
