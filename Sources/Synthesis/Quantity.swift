/// Numbers with their units, as users write them; nil for anything else.
package enum Quantity {
  /// Seconds, up to a day.
  ///
  /// `500ms`, `2s`, `1.5min`; a number alone is seconds.
  package static func seconds(_ text: some StringProtocol) -> Double? {
    for (unit, factor) in [("ms", 0.001), ("min", 60.0), ("s", 1.0), ("", 1.0)]
    where text.hasSuffix(unit) {
      return number(text.dropLast(unit.count)).flatMap {
        (0...86_400).contains($0 * factor) ? $0 * factor : nil
      }
    }
    return nil
  }

  /// Decibels, as `-9`, `-9dB` or `-9dBm0`.
  package static func decibels(_ text: some StringProtocol) -> Double? {
    for unit in ["dBm0", "dB", ""] where text.hasSuffix(unit) {
      return number(text.dropLast(unit.count))
    }
    return nil
  }

  /// A share from 0 to 1, as `2%`.
  package static func share(_ text: some StringProtocol) -> Double? {
    guard text.hasSuffix("%"), let percent = number(text.dropLast()), (0...100).contains(percent)
    else { return nil }
    return percent / 100
  }

  /// A finite decimal number without exponent.
  package static func number(_ text: some StringProtocol) -> Double? {
    guard !text.isEmpty, text.utf8.count < 32,
      text.utf8.allSatisfy({ (0x30...0x39).contains($0) || [0x2b, 0x2d, 0x2e].contains($0) })
    else { return nil }
    return Double(text)
  }

  /// A number without digits that say nothing: `20`, `2.5`.
  static func text(_ value: Double) -> String {
    let hundredths = (value * 100).rounded()
    guard hundredths.magnitude < 1e15 else { return "\(value)" }
    let text = hundredths == (value.rounded() * 100) ? "\(Int(value.rounded()))" : nil
    return text ?? "\(hundredths / 100)"
  }
}
