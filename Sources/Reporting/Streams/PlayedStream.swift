package import Playout

/// The result of playing a stream, and its file.
///
/// It is an object so that a table of thousands of them, which moves as it grows, is small.
package final class PlayedStream: Sendable {
  package let result: PlayoutResult
  /// What came of opening its packets; nil where they were in clear.
  package let opened: OpenedPackets?
  /// Nil where no file was made.
  package let file: WrittenFile?

  package init(result: PlayoutResult, opened: OpenedPackets? = nil, file: WrittenFile?) {
    self.result = result
    self.opened = opened
    self.file = file
  }
}

/// A stream's finished audio file, before it gets its name.
package struct WrittenFile: Sendable {
  /// The name that it has grown under.
  package let partName: String
  /// Frames of silence before the stream's time zero.
  package var leadFrames: Int64
  /// All frames, those of silence included.
  package var frames: Int64

  package init(partName: String, leadFrames: Int64, frames: Int64) {
    self.partName = partName
    self.leadFrames = leadFrames
    self.frames = frames
  }
}
