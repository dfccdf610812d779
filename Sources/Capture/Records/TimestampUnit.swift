/// The unit and origin of the timestamps of a pcapng interface (if_tsresol and if_tsoffset).
struct TimestampUnit {
  private enum Scale {
    case multiplied(UInt64)
    case divided(UInt64)
    case binary(UInt8)
  }

  private var scale = Scale.multiplied(1000)
  /// Seconds to add.
  var offset: Int64 = 0

  /// Microseconds, unless an option says otherwise.
  init() {}

  /// Takes the value of if_tsresol: a negative power of 10, or of 2 if the highest bit is set.
  mutating func setResolution(_ option: UInt8) {
    let exponent = Int(option & 0x7F)
    if option & 0x80 != 0 {
      scale = .binary(UInt8(exponent))
    } else if exponent <= 9 {
      scale = .multiplied(Self.power(9 - exponent))
    } else if exponent <= 28 {
      scale = .divided(Self.power(exponent - 9))
    } else {
      // Even 2^64 ticks are less than a nanosecond.
      scale = .multiplied(0)
    }
  }

  /// The farthest from 1970, some 146 years: the difference of two times still fits 64 bits.
  private static let farthest = Int64.max / 2

  /// Nanoseconds since 1970, not beyond `farthest`.
  func nanoseconds(_ ticks: UInt64) -> Int64 {
    let time: UInt64
    switch scale {
    case .multiplied(let factor):
      let (product, overflow) = ticks.multipliedReportingOverflow(by: factor)
      time = overflow ? .max : product
    case .divided(let divisor): time = ticks / divisor
    case .binary(let exponent):
      time = UInt64(clamping: (UInt128(ticks) &* 1_000_000_000) >> UInt128(exponent))
    }
    let since = min(Int64(clamping: time), Self.farthest)
    if offset == 0 { return since }
    let (shift, overflow) = offset.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, overflowed) = since.addingReportingOverflow(shift)
    if overflow || overflowed { return offset < 0 ? -Self.farthest : Self.farthest }
    return max(-Self.farthest, min(Self.farthest, sum))
  }

  private static func power(_ exponent: Int) -> UInt64 {
    (0..<exponent).reduce(1) { product, _ in product &* 10 }
  }
}
