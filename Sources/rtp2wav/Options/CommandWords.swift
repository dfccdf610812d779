import ArgumentParser

/// The words of the command line, in the order that the parser expects.
enum CommandWords {
  /// The words that name a command; the last one is the parser's own.
  static var names: [String] { Rtp2wav.commandNames + ["help"] }

  /// Brings a command's name that stands behind options to the front.
  static func commandFirst(_ words: [String]) -> [String] {
    // With three dashes begins what a shell asks for completions, which names commands, too.
    guard let first = words.first, isOption(first), !first.hasPrefix("---") else { return words }
    let names = Set(names)
    let places = words.prefix { $0 != "--" }.indices.filter { names.contains(words[$0]) }
    for place in places where isNoArgument(in: words, before: place) {
      return [words[place]] + words[..<place] + words[(place + 1)...]
    }
    return words
  }

  /// Whether all words before a command's name are options and their values.
  ///
  /// An option is what that command says it is; one that only another command has is known by that,
  /// so that the parser can say by its name that it does not belong here.
  private static func isNoArgument(in words: [String], before place: Int) -> Bool {
    let commands = Rtp2wav.configuration.subcommands
    let named = commands.first { $0._commandName == words[place] }
    let own = named.map { CommandSyntax(of: $0).options } ?? [:]
    var index = 0
    while index < place {
      guard isOption(words[index]) else { return false }
      let values = values(of: words[index]) { name in
        own[name] ?? commands.lazy.compactMap { CommandSyntax(of: $0).options[name] }.first ?? .none
      }
      index += 1
      for value in values where value == .anything || !isOption(words[min(index, place)]) {
        index += 1
      }
    }
    return index == place
  }

  /// What an option takes of the words behind it: several values where it is a bundle of letters.
  private static func values(
    of option: String, _ look: (String) -> CommandSyntax.Value
  ) -> [CommandSyntax.Value] {
    if option.contains("=") { return [] }
    if option.hasPrefix("--") { return [look(option)].filter { $0 != .none } }
    let values = option.dropFirst().map { look("-\($0)") }
    // What stands behind the letter of an option that takes a value is its value: -ieth0.
    if values.count > 1, values.first != CommandSyntax.Value.none { return [] }
    return values.filter { $0 != .none }
  }

  private static func isOption(_ word: String) -> Bool { word.hasPrefix("-") && word != "-" }
}
