import ArgumentParser
import FoundationEssentials

/// What is wrong with the paths a user gave, before anything is opened.
enum Inputs {
  static func validate(_ traces: [String], interface: String?) throws {
    if let interface {
      guard traces.isEmpty else {
        throw ValidationError("-i \(interface) captures live; \(traces[0]) cannot be read as well")
      }
      guard !interface.isEmpty else { throw ValidationError("-i needs the name of an interface") }
    }
    guard traces.filter({ $0 == "-" }).count <= 1 else {
      throw ValidationError("standard input (-) can be read only once")
    }
    if traces.contains("-"), Terminal.isInputATerminal {
      throw ValidationError("standard input is a terminal; pipe a capture into it")
    }
  }

  static func validateOutput(_ path: String) throws {
    guard !path.isEmpty, path != "-" else {
      throw ValidationError("last argument must be the output directory, not '\(path)'")
    }
    var isFolder = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder {
      throw ValidationError("last argument must be the output directory, and \(path) is a file")
    }
  }

  /// Helps with a mistyped command: a first word that is no file and close to a command's name.
  static func suggestCommand(for word: String?) throws {
    guard let word, !FileManager.default.fileExists(atPath: word) else { return }
    // What is spelled like a command, and stands here, was not meant as one: it is behind --.
    guard !Rtp2wav.commandNames.contains(word) else { return }
    if let name = Rtp2wav.commandNames.first(where: { distance($0, word.lowercased()) <= 2 }) {
      throw ValidationError("there is no file or command '\(word)'; did you mean '\(name)'?")
    }
  }

  /// The edit distance of two short words.
  private static func distance(_ first: String, _ second: String) -> Int {
    let (first, second) = (Array(first), Array(second))
    var row = Array(0...second.count)
    for (line, left) in first.enumerated() {
      var diagonal = row[0]
      row[0] = line + 1
      for (column, right) in second.enumerated() {
        let cost = diagonal + (left == right ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = min(cost, row[column] + 1, row[column + 1] + 1)
      }
    }
    return row[second.count]
  }
}
