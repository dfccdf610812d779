/// Why audio could not be converted.
package enum AudioError: Error, Equatable, CustomStringConvertible {
  /// libsoxr refused the rates or ran out of memory; `reason` is its own text.
  case cannotResample(from: Int, to: Int, reason: String)

  package var description: String {
    switch self {
    case .cannotResample(let from, let to, let reason):
      "cannot resample from \(from) Hz to \(to) Hz: \(reason)"
    }
  }
}
