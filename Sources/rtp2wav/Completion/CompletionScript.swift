import ArgumentParser

/// The script by which a shell completes command lines of the program.
///
/// It is the parser's, with one thing more. To the parser's script a line without a command's name
/// is the bare program, which has neither files nor options. Here such a line is one of the default
/// command, and a command's name may stand behind options, as it may when the program runs. A
/// function in front of the parser's reads the words as `CommandWords` does, and gives them on with
/// the command's name first.
enum CompletionScript {
  /// The script that the words ask for; nil where they ask for none, or for an unknown shell.
  static func requested(by words: [String]) -> String? {
    let option = "--generate-completion-script"
    guard let first = words.first, first == option || first.hasPrefix(option + "=") else {
      return nil
    }
    let name = first == option ? words.dropFirst().first : String(first.dropFirst(option.count + 1))
    let shell = name.map { CompletionShell(rawValue: $0) } ?? .autodetected()
    return shell.map(script)
  }

  private static func script(for shell: CompletionShell) -> String {
    let script = Rtp2wav.completionScript(for: shell)
    let syntax = Syntax()
    switch shell {
    case .bash: return script + "\n" + bash(syntax)
    case .fish: return script + "\n" + fish(syntax)
    case .zsh:
      // The last lines of the parser's script are where zsh calls the function for the first time.
      let lines = script.split(separator: "\n", omittingEmptySubsequences: false)
      let last = lines.lastIndex { $0.hasPrefix("if ") } ?? lines.endIndex
      return lines[..<last].joined(separator: "\n") + "\n" + zsh(syntax) + "\n"
        + lines[last...].joined(separator: "\n")
    default: return script
    }
  }

  /// What the functions need to know of the commands.
  struct Syntax {
    /// The commands' names, and the one that holds where none is named.
    let commands = CommandWords.names
    let usual = Rtp2wav.configuration.defaultSubcommand?._commandName ?? ""
    /// The options of all commands that take a value.
    let valueOptions = Set(
      CommandSyntax.all.flatMap { $0.options.filter { $0.value != .none }.keys }
    ).sorted()
    let abstracts = Dictionary(
      Rtp2wav.configuration.subcommands.map { ($0._commandName, $0.configuration.abstract) },
      uniquingKeysWith: { first, _ in first })
  }
}
