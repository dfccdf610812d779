/// A stretch of a stream's timeline that no received audio covers.
package struct Gap: Sendable, Equatable, BitwiseCopyable {
  /// Why there is no audio.
  package enum Kind: String, Sendable, BitwiseCopyable {
    case loss, silence, pause, reset, event, undecoded
    case comfortNoise = "comfort-noise"
  }

  /// What stands in the file in its place.
  package enum Fill: String, Sendable, BitwiseCopyable {
    case silence, concealed, fec, redundancy, rendered, closed
    case comfortNoise = "comfort-noise"
  }

  /// Frames from the stream's time zero.
  package let start: Int64
  package let end: Int64
  package let kind: Kind
  package let fill: Fill

  package init(start: Int64, end: Int64, kind: Kind, fill: Fill) {
    self.start = start
    self.end = end
    self.kind = kind
    self.fill = fill
  }
}
