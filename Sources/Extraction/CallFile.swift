/// A stream's place in the stereo file of its call.
package struct CallFile: Sendable {
  package let sampleRate: Int
  /// Frames of the whole file.
  package let frames: Int64
  /// 0, left, for the caller; 1 for the callee.
  package let channel: Int
}
