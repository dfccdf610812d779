import Extraction
import Foundation

/// What goes to the user: messages on stderr, answers on stdout.
enum Terminal {
  /// Writes a message to stderr, each line with the program's name before it.
  static func message(_ text: String) {
    for line in text.split(separator: "\n", omittingEmptySubsequences: true) {
      FileHandle.standardError.write(Data("rtp2wav: \(safe(String(line)))\n".utf8))
    }
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
    var data = Data(capacity: bytes.count)
    for index in bytes.indices { data.append(bytes[index]) }
    do {
      try FileHandle.standardOutput.write(contentsOf: data)
    } catch {
      exit(ExitStatus.inputOutput.code)
    }
  }

  static var isErrorATerminal: Bool { isatty(STDERR_FILENO) == 1 }
  static var isOutputATerminal: Bool { isatty(STDOUT_FILENO) == 1 }
  static var isInputATerminal: Bool { isatty(STDIN_FILENO) == 1 }
}
