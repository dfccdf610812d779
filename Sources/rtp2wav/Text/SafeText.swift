import Extraction

extension String {
  /// The text, which may come from a trace, safe to show: what a terminal could take for a command
  /// is written as an escape.
  var safeToShow: String {
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
