/// The format-specific parameters of an `a=fmtp` line that are written `name=value`, with semicolons
/// between them: `useinbandfec=1; maxaveragebitrate=20000`.
///
/// Names are compared without regard to case (RFC 4855, section 3). Blanks mean
/// nothing, and of parameters that come twice the last one counts.
package struct FormatParameters: Sendable {
  private let values: [String: String]

  package init(_ format: MediaFormat) {
    var values: [String: String] = [:]
    for parameter in format.parameters.split(separator: ";") {
      let parts = parameter.split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false
      ).map { $0.filter { !$0.isWhitespace } }
      if !parts[0].isEmpty { values[parts[0].lowercased()] = parts.count > 1 ? parts[1] : "" }
    }
    self.values = values
  }

  /// The value of a parameter, empty where it has none; nil where there is no such parameter.
  package subscript(name: String) -> String? { values[name.lowercased()] }

  /// The value of a parameter that is a whole number.
  package func integer(_ name: String) -> Int? { self[name].flatMap { Int($0) } }

  /// Whether a parameter is 1, which stands for yes.
  package func isOn(_ name: String) -> Bool { self[name] == "1" }
}
