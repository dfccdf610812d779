/// What decides on silence that only one of a stream's clocks knows of.
package enum TimelineMode: String, Sendable {
  /// The timestamps.
  case rtp
  /// Capture time, where it pauses and the timestamps do not step.
  case capture
  /// Neither: each packet stands directly behind the one before, holes of lost packets kept.
  case sequence
}
