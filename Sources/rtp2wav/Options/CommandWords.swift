/// The words of the command line, in the order that the parser expects.
enum CommandWords {
  /// The options that take no value; all others take one.
  private static let flags: Set = [
    "--json", "--quiet", "--verbose", "--overwrite", "--version", "--help", "--sip",
    "--audio-beside-events",
    "--list-interfaces",
  ]
  private static let shortFlags: Set<Character> = ["q", "v", "h", "D"]

  /// Brings a command that stands after options to the front.
  static func commandFirst(_ words: [String], commands: [String]) -> [String] {
    guard let index = firstArgument(of: words), commands.contains(words[index]) else {
      return words
    }
    return [words[index]] + words[..<index] + words[(index + 1)...]
  }

  /// The index of the first word that is neither an option nor an option's value.
  private static func firstArgument(of words: [String]) -> Int? {
    var index = 0
    while index < words.count {
      let word = words[index]
      if word == "--" { return nil }
      guard word.hasPrefix("-"), word != "-" else { return index }
      index += takesValue(word) ? 2 : 1
    }
    return nil
  }

  private static func takesValue(_ option: String) -> Bool {
    if option.hasPrefix("--") { return !flags.contains(option) && !option.contains("=") }
    return !option.dropFirst().allSatisfy(shortFlags.contains)
  }
}
