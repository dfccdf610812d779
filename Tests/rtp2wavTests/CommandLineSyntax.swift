import Foundation
import TestSupport

/// All commands with their arguments, as `--experimental-dump-help` tells them.
struct CommandLineSyntax: Decodable {
  struct Command: Decodable {
    let commandName: String
    let subcommands: [Command]?
    let arguments: [Argument]?
  }

  struct Argument: Decodable {
    struct Name: Decodable {
      let kind: String
      let name: String

      var word: String { (kind == "long" ? "--" : "-") + name }
    }

    enum Completion: Decodable, Equatable {
      case list(values: [String])
      case file(extensions: [String])
      case directory
      case custom
    }

    let kind: String
    let valueName: String?
    let names: [Name]?
    let completionKind: Completion?

    var takesValue: Bool { kind == "option" }

    /// A value that is as good as any.
    var value: String {
      if case .list(let values) = completionKind { values.last ?? "1" } else { "1" }
    }
  }

  let command: Command

  /// The commands, the parser's own `help` among them.
  var commands: [Command] { command.subcommands ?? [] }

  /// Asks the program.
  static func read() async throws -> CommandLineSyntax {
    let outcome = try await Scratch().run("--experimental-dump-help")
    return try JSONDecoder().decode(CommandLineSyntax.self, from: outcome.output)
  }
}
