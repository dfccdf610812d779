import Extraction
import Glibc

/// What goes to the user: messages on stderr, answers on stdout.
enum Terminal {
  /// Writes a message to stderr: one line, with the program's name before it.
  static func message(_ text: String) {
    showOnError("rtp2wav: \(safe(text))\n")
  }

  /// Writes to stderr as it is; nothing can be said where that fails.
  static func showOnError(_ text: String) {
    _ = StandardStreams.write(Array(text.utf8).span, to: STDERR_FILENO)
  }

  /// Text that may come from a trace, safe to show: what a terminal could take for a command is
  /// written as an escape.
  static func safe(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      if scalar.properties.isUnsafeToShow {
        result += "\\u{\(String(scalar.value, radix: 16))}"
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
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
}
