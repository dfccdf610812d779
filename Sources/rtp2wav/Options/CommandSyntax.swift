import ArgumentParser
import FoundationEssentials

/// The options of a command, and which of them take a value, as the parser knows them.
///
/// The parser tells that only by the JSON of `--experimental-dump-help`, which takes a millisecond or
/// two to write and read: whoever asks does so only where the answer matters.
struct CommandSyntax {
  /// What an option takes of the words behind it.
  enum Value {
    case none
    /// The next word, unless that looks like an option.
    case word
    /// The next word, whatever it looks like: a negative number, too.
    case anything
  }

  /// By name, the dashes included.
  let options: [String: Value]

  /// Asks the parser; a command has no options where its answer cannot be read.
  init(of command: any ParsableCommand.Type) {
    let dump = try? JSONDecoder().decode(Dump.self, from: Data(command._dumpHelp().utf8))
    var options: [String: Value] = [:]
    for argument in dump?.command.arguments ?? [] {
      for name in argument.names ?? [] {
        options[(name.kind == "long" ? "--" : "-") + name.name] = argument.value
      }
    }
    self.options = options
  }
}

/// What of the parser's JSON is read.
private struct Dump: Decodable {
  struct Command: Decodable {
    let arguments: [Argument]?
  }

  struct Argument: Decodable {
    struct Name: Decodable {
      let kind: String
      let name: String
    }

    let kind: String
    let names: [Name]?
    let parsingStrategy: String

    var value: CommandSyntax.Value {
      guard kind == "option" else { return .none }
      return parsingStrategy == "unconditional" ? .anything : .word
    }
  }

  let command: Command
}
