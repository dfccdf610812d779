import JSON

/// A piece of text for people, safe to show on a terminal, and what it says of the media.
struct StyledText: ExpressibleByStringInterpolation {
  /// What a reader should make of a text.
  enum Emphasis {
    case good, warning, bad
  }

  let text: String
  let emphasis: Emphasis?

  /// Takes any text, also what comes from a trace.
  init(_ text: String, _ emphasis: Emphasis? = nil) {
    self.text = text.safeToShow
    self.emphasis = emphasis
  }

  init(stringLiteral text: String) { self.init(text) }

  /// How many columns of a terminal it takes.
  var width: Int { text.count }
}
