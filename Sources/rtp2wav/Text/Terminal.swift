import Files
import Glibc
import JSON

/// What goes to the user: messages on stderr, answers on stdout.
enum Terminal {
  /// Writes a message to stderr: one line, with the program's name before it.
  static func message(_ text: String) {
    showOnError("rtp2wav: \(safe(text))\n")
  }

  /// Writes to stderr as it is; nothing can be said where that fails.
  static func showOnError(_ text: String) {
    try? StandardStream.error.write(Array(text.utf8).span)
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
    do throws(FileError.Reason) { try StandardStream.output.write(bytes) } catch {
      if error != .brokenPipe { message("standard output: \(error)") }
      exit(ExitStatus.inputOutput.code)
    }
  }

  /// Writes an answer to stdout.
  static func answer(_ text: String) { answer(Array(text.utf8).span) }

  static var isErrorATerminal: Bool { StandardStream.error.isTerminal }
  static var isInputATerminal: Bool { StandardStream.input.isTerminal }
}
