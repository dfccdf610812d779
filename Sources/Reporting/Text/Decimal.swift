import Glibc

/// A number with so many decimals, rounded as printf rounds.
func decimal(_ value: Double, places: Int) -> String { formatted("%.*f", places, value) }

/// A number with so many significant digits.
func decimal(_ value: Double, digits: Int) -> String { formatted("%.*g", digits, value) }

private func formatted(_ format: String, _ precision: Int, _ value: Double) -> String {
  // Longer than any number with 17 decimals.
  var text = [CChar](repeating: 0, count: 512)
  let length = unsafe withVaList([Int32(precision), value]) { arguments in
    unsafe vsnprintf(&text, text.count, format, arguments)
  }
  return String(
    decoding: text.prefix(Int(max(0, length))).map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
