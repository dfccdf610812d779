internal import Audio

/// The RTP clock rates of a codec, in ticks a second.
package struct ClockRates: Sendable, CustomStringConvertible {
  private enum Rates: Sendable {
    case listed([Int])
    case range(ClosedRange<Int>)

    func contains(_ rate: Int) -> Bool {
      switch self {
      case .listed(let rates): rates.contains(rate)
      case .range(let range): range.contains(rate)
      }
    }
  }

  /// The rate that is meant where none is given.
  package let usual: Int
  private let offered: Rates
  private let accepted: Rates
  /// Whether the usual rate is meant whatever is given.
  private var isFixed = false

  /// The usual rate and `others`; those tolerated are against the rules, but occur.
  static func only(
    _ usual: Int, or others: [Int] = [], tolerating tolerated: [Int] = []
  ) -> ClockRates {
    let rates = [usual] + others
    return ClockRates(
      usual: usual, offered: .listed(rates), accepted: .listed(rates + tolerated))
  }

  /// One rate that packets always have: a session description that says another is wrong.
  static func always(_ rate: Int) -> ClockRates {
    var rates = ClockRates(
      usual: rate, offered: .listed([rate]), accepted: .range(1000...384_000))
    rates.isFixed = true
    return rates
  }

  /// Whatever a session description says, as far as it makes sense.
  static func any(usual: Int) -> ClockRates {
    ClockRates(usual: usual, offered: .range(8000...96_000), accepted: .range(1000...384_000))
  }

  /// Whether a sender may take that rate.
  package func offers(_ rate: Int) -> Bool { offered.contains(rate) }

  /// The rate that packets have where that one is given.
  func meant(by rate: Int) -> Int { isFixed ? usual : rate }

  /// Whether packets with that rate can be decoded.
  package func accepts(_ rate: Int) -> Bool { accepted.contains(rate) }

  /// What a sender may take: `8000 or 16000`, `8000 to 96000`.
  package var description: String {
    switch offered {
    case .listed(let rates): rates.map(String.init).joined(separator: ", ", last: " or ")
    case .range(let range): "\(range.lowerBound) to \(range.upperBound)"
    }
  }
}
