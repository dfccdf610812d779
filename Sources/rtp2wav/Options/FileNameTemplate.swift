import Extraction

/// The template of `--name`.
enum FileNameTemplate {
  static var fields: [String] { ExtractionOptions.nameFields }

  /// The first field in braces that is not known.
  static func unknownField(in template: String) -> String? {
    var rest = template[...]
    while let open = rest.firstIndex(of: "{") {
      guard let close = rest[open...].firstIndex(of: "}") else { return nil }
      let field = String(rest[rest.index(after: open)..<close])
      if !fields.contains(field) { return field }
      rest = rest[rest.index(after: close)...]
    }
    return nil
  }
}
