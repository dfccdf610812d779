import FoundationEssentials
import Glibc

/// What goes to the user: messages on stderr, answers on stdout.
enum Terminal {
  /// Writes a message to stderr: one line, with the program's name before it.
  static func message(_ text: String) {
    showOnError("rtp2wav: \(text.safeToShow)\n")
  }

  /// Writes to stderr as it is; nothing can be said where that fails.
  static func showOnError(_ text: String) {
    _ = StandardStreams.write(Array(text.utf8).span, to: STDERR_FILENO)
  }

  /// Writes an answer to stdout; a reader that has gone away ends the program without a word.
  static func answer(_ bytes: Span<UInt8>) {
    let problem = StandardStreams.write(bytes, to: STDOUT_FILENO)
    guard problem != 0 else { return }
    if problem != EPIPE { message("standard output: \(StandardStreams.text(of: problem))") }
    exit(ExitStatus.inputOutput.code)
  }

  /// Writes an answer to stdout.
  static func answer(_ text: String) { answer(Array(text.utf8).span) }

  static var isErrorATerminal: Bool { StandardStreams.isTerminal(STDERR_FILENO) }
  static var isInputATerminal: Bool { StandardStreams.isTerminal(STDIN_FILENO) }

  /// Whether stdout is a terminal that has colours, and the user has not said by NO_COLOR
  /// (https://no-color.org) that none are wanted.
  static var showsColor: Bool {
    guard StandardStreams.isTerminal(STDOUT_FILENO) else { return false }
    let environment = ProcessInfo.processInfo.environment
    return environment["NO_COLOR", default: ""].isEmpty
      && !["", "dumb"].contains(environment["TERM", default: ""])
  }
}
