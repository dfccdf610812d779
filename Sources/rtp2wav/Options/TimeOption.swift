import ArgumentParser
import Synthesis

/// A time with its unit, as a user writes it: `500ms`, `5s`, `2min`, `4h`.
struct TimeOption: ExpressibleByArgument {
  let nanoseconds: Int64

  init?(argument: String) {
    guard let unit = argument.last, !unit.isNumber, let seconds = Self.seconds(argument) else {
      return nil
    }
    nanoseconds = Int64((seconds * 1e9).rounded())
  }

  private static func seconds(_ text: String) -> Double? {
    guard text.hasSuffix("h") else { return Quantity.seconds(text) }
    return Quantity.number(text.dropLast()).flatMap { (0...8760).contains($0) ? $0 * 3600 : nil }
  }
}
