import Glibc

/// SplitMix64: equal seeds give equal signals everywhere.
package struct Random {
  private var state: UInt64

  package init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0x1234_5678 }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
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
