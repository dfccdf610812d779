/// How emphasis is shown on a terminal: the one place that knows its control sequences.
package struct TextStyle: Sendable {
  /// Whether emphasis is shown by colours; without them it is not shown.
  private let usesColor: Bool

  package init(usesColor: Bool) {
    self.usesColor = usesColor
  }

  /// A line of text with its line end.
  func line(_ pieces: [StyledText]) -> String {
    var line = ""
    for piece in pieces {
      guard usesColor, let emphasis = piece.emphasis, !piece.text.isEmpty else {
        line += piece.text
        continue
      }
      line += Self.rendition(emphasis.color) + piece.text + Self.rendition(0)
    }
    return line + "\n"
  }

  /// Select Graphic Rendition of ECMA-48, section 8.3.117.
  private static func rendition(_ parameter: Int) -> String { "\u{1b}[\(parameter)m" }
}

extension StyledText.Emphasis {
  /// Green, yellow and red as foreground colours of ECMA-48.
  fileprivate var color: Int {
    switch self {
    case .good: 32
    case .warning: 33
    case .bad: 31
    }
  }
}
