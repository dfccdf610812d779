import Glibc
package import TestSupport

extension Randomness {
  /// Seeds that follow each other give states far apart.
  package init(spreading seed: UInt64) {
    self.init(seed: seed &* 0x9E37_79B9_7F4A_7C15 &+ 0x1234_5678)
  }

  /// Evenly from 0 up to 1.
  package mutating func unit() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }

  package mutating func within(_ range: ClosedRange<Double>) -> Double {
    range.lowerBound + unit() * (range.upperBound - range.lowerBound)
  }

  package mutating func below(_ count: Int) -> Int { Int(next() % UInt64(count)) }

  /// From the normal distribution, by Box and Muller.
  package mutating func normal() -> Double {
    let radius = (-2 * log(max(unit(), 1e-300))).squareRoot()
    return radius * cos(2 * .pi * unit())
  }
}
