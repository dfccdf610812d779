extension String {
  /// The text, which may come from a trace, safe to show: what a terminal could take for a command
  /// is written as an escape.
  package var safeToShow: String {
    if utf8.allSatisfy({ (0x20..<0x7f).contains($0) }) { return self }
    var result = ""
    for scalar in unicodeScalars {
      if scalar.properties.isUnsafeToShow {
        result += "\\u{\(String(scalar.value, radix: 16))}"
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

extension Unicode.Scalar.Properties {
  /// Whether a terminal may take the character for a command, or hide or reorder text by it.
  package var isUnsafeToShow: Bool {
    switch generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
      .unassigned:
      true
    default: false
    }
  }
}
