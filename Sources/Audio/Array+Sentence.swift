extension [String] {
  /// Joins them for a sentence: `a, b or c`.
  package func joined(separator: String, last: String) -> String {
    guard count > 1, let final = self.last else { return joined() }
    return dropLast().joined(separator: separator) + last + final
  }
}
