import ArgumentParser
import FoundationEssentials

/// The options of a command, and which of them take a value, as the parser knows them.
///
/// The parser tells that only by the JSON of `--experimental-dump-help`, which takes some
/// milliseconds to write and read: whoever asks does so only where the answer matters.
struct CommandSyntax {
  /// What an option takes of the words behind it.
  enum Value {
    case none
    /// The next word, unless that looks like an option.
    case word
    /// The next word, whatever it looks like: a negative number, too.
    case anything
  }

  let name: String
  /// By name, the dashes included.
  let options: [String: Value]

  /// The commands of the program, the parser's own `help` included; none where the parser's answer
  /// cannot be read.
  static var all: [CommandSyntax] {
    let dump = try? JSONDecoder().decode(Dump.self, from: Data(Rtp2wav._dumpHelp().utf8))
    return dump?.command.subcommands?.map(CommandSyntax.init) ?? []
  }

  private init(_ command: Dump.Command) {
    name = command.commandName
    var options: [String: Value] = [:]
    for argument in command.arguments ?? [] {
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
    let commandName: String
    let subcommands: [Command]?
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
