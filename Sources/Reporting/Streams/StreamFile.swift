/// The audio file that a stream is in.
package struct StreamFile: Sendable {
  /// Its name in the output folder.
  package let name: String
  /// Frames a second.
  package let sampleRate: Int
  /// Channels of the file, whoever they belong to.
  package let channels: Int
  /// Frames of the whole file, silence in front included.
  package let frames: Int64
  /// Frames of silence, or of others alone, before the stream's time zero.
  package let leadFrames: Int64
  /// The stream's channel in the stereo file of its call: 0, left, for the caller; 1 for the callee.
  ///
  /// Nil where the file is the stream's own.
  package let channel: Int?

  package init(
    name: String, sampleRate: Int, channels: Int, frames: Int64, leadFrames: Int64,
    channel: Int? = nil
  ) {
    self.name = name
    self.sampleRate = sampleRate
    self.channels = channels
    self.frames = frames
    self.leadFrames = leadFrames
    self.channel = channel
  }
}
