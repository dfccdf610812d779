package import Foundation

/// A program of another house that is asked for its opinion, such as `tshark`.
package enum Tool {
  package struct Failure: Error {
    let words: [String]
    let status: Int32
  }

  /// Runs it to its end and returns what it printed; what it complains of is dropped.
  ///
  /// The thread waits meanwhile, so the suite carries `.waitsForOthers`. Throws `Failure` where the status is not zero.
  @discardableResult
  package static func run(_ words: String..., reading input: String? = nil) throws -> Data {
    try run(words, reading: input)
  }

  @discardableResult
  package static func run(_ words: [String], reading input: String? = nil) throws -> Data {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    process.standardInput =
      try input.map { path in
        try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
      } ?? FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure(words: words, status: process.terminationStatus)
    }
    return output
  }
}
