/// A point in time as ISO 8601 writes it, in UTC with microseconds.
package struct UTCTime: CustomStringConvertible {
  private let nanoseconds: Int64

  /// Makes a time of nanoseconds since 1970.
  package init(_ nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  /// `2020-11-24T10:00:00.000000Z`; the last digit is cut off, not rounded.
  package var description: String {
    let (seconds, rest) = Self.floor(nanoseconds, 1_000_000_000)
    let (days, time) = Self.floor(seconds, 86_400)
    let (year, month, day) = Self.civil(days)
    var text: [UInt8] = []
    text.reserveCapacity(27)
    func put(_ number: Int64, _ width: Int, _ end: Unicode.Scalar) {
      var divisor: Int64 = 1
      for _ in 1..<width { divisor *= 10 }
      while divisor > 0 {
        text.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / divisor % 10))
        divisor /= 10
      }
      text.append(UInt8(ascii: end))
    }
    put(year, 4, "-")
    put(month, 2, "-")
    put(day, 2, "T")
    put(time / 3600, 2, ":")
    put(time / 60 % 60, 2, ":")
    put(time % 60, 2, ".")
    put(rest / 1000, 6, "Z")
    return String(decoding: text, as: UTF8.self)
  }

  private static func floor(_ value: Int64, _ divisor: Int64) -> (Int64, Int64) {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }

  /// The date of a day counted from 1970, in the proleptic Gregorian calendar: years begin in
  /// March, so that the leap day is the last, and 400 of them are 146,097 days.
  private static func civil(_ day: Int64) -> (Int64, Int64, Int64) {
    let (era, dayOfEra) = floor(day + 719_468, 146_097)
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shifted + 2) / 5 + 1)
  }
}
