/// What a stream's timeline met that its sender should not have done.
package struct TimelineFindings: Sendable, Equatable, BitwiseCopyable {
  /// How often something was met, and where first.
  package struct Finding: Sendable, Equatable, BitwiseCopyable {
    package fileprivate(set) var count = 0
    /// Frames from time zero.
    package fileprivate(set) var first: Int64 = 0
    /// Frames that were added as silence for it.
    package fileprivate(set) var added: Int64 = 0

    mutating func count(at frame: Int64, adding frames: Int64 = 0) {
      if count == 0 { first = frame }
      count += 1
      added &+= max(0, frames)
    }
  }

  /// Steps of the timestamp that neither sequence numbers nor capture time bear out, and changes of the clock rate.
  package var resets = Finding()
  /// Packets whose timestamp was off the line of those around them.
  package var outliers = Finding()
  /// Packets that repeat the timestamp before them, with audio of their own.
  package var standing = Finding()
  /// Pauses of the capture over which the timestamp did not step, where they became silence.
  package var pauses = Finding()
  /// Stretches of silence that were cut to the longest that is made up; `added` is what was left out.
  package var shortened = Finding()

  package init() {}
}
