import Files
import FoundationEssentials
import Glibc
import JSON

/// What goes to the user: messages on stderr, answers on stdout.
enum Terminal {
  /// Writes a message to stderr: one line, with the program's name before it.
  static func message(_ text: String) {
    showOnError("rtp2wav: \(text.safeToShow)\n")
  }

  /// Writes to stderr as it is; nothing can be said where that fails.
  static func showOnError(_ text: String) {
    try? StandardStream.error.write(Array(text.utf8).span)
  }

  /// Writes an answer to stdout; a reader that has gone away ends the program without a word.
  static func answer(_ bytes: Span<UInt8>) {
    do throws(FileError.Reason) { try StandardStream.output.write(bytes) } catch {
      if error != .brokenPipe { message("standard output: \(error)") }
      exit(ExitStatus.inputOutput.code)
    }
  }

  /// Writes an answer to stdout.
  static func answer(_ text: String) { answer(Array(text.utf8).span) }

  static var isErrorATerminal: Bool { StandardStream.error.isTerminal }
  static var isInputATerminal: Bool { StandardStream.input.isTerminal }

  /// Whether stdout is a terminal that has colours, and the user has not said by NO_COLOR
  /// (https://no-color.org) that none are wanted.
  static var showsColor: Bool {
    guard StandardStream.output.isTerminal else { return false }
    let environment = ProcessInfo.processInfo.environment
    return environment["NO_COLOR", default: ""].isEmpty
      && !["", "dumb"].contains(environment["TERM", default: ""])
  }
}
