/// How much faster a stream's clock runs than a wall clock.
package struct ClockDrift: Sendable, Equatable {
  /// The wall clock that it was held against.
  package enum Reference: String, Sendable {
    /// The sender's own, by its sender reports.
    case rtcp
    /// The capture's.
    case capture
  }

  /// Millionths; above zero the stream's clock is fast.
  package let partsPerMillion: Double
  /// Half the interval that holds the drift with 95 %; nil where two points say nothing of it.
  package let uncertainty: Double?
  package let reference: Reference

  /// A drift that is less certain than this, in millionths, is not told.
  static let tolerance = 100.0
  /// No crystal is so far off: such a line means something else.
  static let greatest = 10_000.0

  /// Takes the ratio of the clocks and the standard error of it; nil where it says nothing.
  init?(ratio: Double, error: Double?, reference: Reference) {
    partsPerMillion = (ratio - 1) * 1e6
    uncertainty = error.map { $0 * 2e6 }
    self.reference = reference
    guard partsPerMillion.magnitude <= Self.greatest, uncertainty ?? 0 <= Self.tolerance else {
      return nil
    }
  }
}
