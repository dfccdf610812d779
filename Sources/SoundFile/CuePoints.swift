import Files

/// Marks places of a finished WAV with labels: a `cue ` chunk and an `adtl` list behind the data
/// (Multimedia Programming Interface and Data Specifications 1.0).
///
/// libsndfile writes cue points, but no labels.
package enum CuePoints {
  /// A place with its label.
  package struct Cue: Sendable, Equatable {
    /// The frame that the label stands at.
    package let frame: Int64
    package let label: String

    package init(frame: Int64, label: String) {
      self.frame = frame
      self.label = label
    }
  }

  /// More labels than this are left out.
  package static let limit = 10_000

  /// Appends the cues to a WAV; a file that is none, RF64 too, is left as it is.
  package static func append(_ cues: [Cue], to path: String) throws(SoundFileError) {
    guard !cues.isEmpty else { return }
    do throws(FileError.Reason) {
      let file = try FileDescriptor(updating: path)
      let length = try file.status().size
      let head = try file.read(12, at: 0)
      guard head.starts(with: "RIFF".utf8), head.dropFirst(8).starts(with: "WAVE".utf8) else {
        return
      }
      let padding = [UInt8](repeating: 0, count: length % 2)
      let chunks = padding + bytes(of: Array(cues.prefix(limit)))
      guard length + chunks.count - 8 <= Int(UInt32.max) else { return }
      do throws(FileError.Reason) {
        try file.write(chunks.span, at: length)
        try file.write(little(length + chunks.count - 8).span, at: 4)
      } catch {
        file.truncate(to: length)
        throw error
      }
    } catch {
      throw .writeFailed(path: path, reason: error.description)
    }
  }

  private static func bytes(of cues: [Cue]) -> [UInt8] {
    var points = little(cues.count)
    var labels = Array("adtl".utf8)
    for (index, cue) in cues.enumerated() {
      let frame = little(Int(min(max(0, cue.frame), Int64(UInt32.max))))
      // Name, position, the chunk it lies in, start of chunk and of block, offset in frames.
      points += little(index + 1) + frame + "data".utf8 + little(0) + little(0) + frame
      labels += chunk("labl", little(index + 1) + cue.label.utf8 + [0])
    }
    return chunk("cue ", points) + chunk("LIST", labels)
  }

  private static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
    Array(name.utf8) + little(content.count) + content
      + [UInt8](repeating: 0, count: content.count % 2)
  }

  private static func little(_ value: Int) -> [UInt8] {
    [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: value >> $0) }
  }
}
