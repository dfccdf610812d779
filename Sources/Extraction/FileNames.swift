/// Makes file names that differ from each other.
struct FileNames {
  private var taken: [String: Int] = [:]

  init() {}

  /// A name like `stem`; the second of equal names gets `-2`, the third `-3`.
  mutating func name(_ stem: String) -> String {
    guard var count = taken.updateValue(1, forKey: stem) else { return stem }
    var unique: String
    repeat {
      count += 1
      unique = "\(stem)-\(count)"
    } while taken[unique] != nil
    taken[stem] = count
    taken[unique] = 1
    return unique
  }

  /// What may stand in a template, with its value for one stream.
  typealias Fields = [(field: String, value: String)]

  /// Fills a template in: `{ssrc}`, `{codec}` and so on; what is not a letter, digit, `.`, `-` or
  /// `_` becomes `_`, and no name is hidden or empty.
  static func fill(_ template: String, with fields: Fields) -> String {
    var name = ""
    var rest = template[...]
    scan: while let character = rest.first {
      for (field, value) in fields where rest.hasPrefix("{\(field)}") {
        name += value
        rest = rest.dropFirst(field.count + 2)
        continue scan
      }
      name.append(character)
      rest = rest.dropFirst()
    }
    let safe = String(
      name.unicodeScalars.prefix(200).map { scalar -> Character in
        let isPlain = scalar.isASCII && Character(scalar).isLetterOrDigit
        return isPlain || scalar == "." || scalar == "-" || scalar == "_" ? Character(scalar) : "_"
      })
    return safe.first == "." || safe.isEmpty ? "_" + safe : safe
  }
}

extension Character {
  fileprivate var isLetterOrDigit: Bool { isLetter || isNumber }
}
