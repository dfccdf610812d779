import Files
import Playout
import Reporting
import SoundFile

/// Writes a stream's audio to its file: made when the first audio comes, valid after every write.
final class SoundFileSink: AudioSink {
  private let path: String
  private let container: SoundFileFormat.Container
  private let subtype: SoundFileFormat.Subtype
  /// Silence before the stream's time zero, in seconds.
  private let lead: Double
  private let files: OpenFiles
  private var writer: SoundFileWriter?
  private var leadFrames: Int64 = 0
  /// Frames in the finished file, leading silence included; nil where none was made.
  private var frames: Int64?
  /// Where it stands among the open files; nil while it is closed.
  var place: Int?
  /// Why the file could not be closed for the while; thrown by the next call.
  private var failure: SoundFileError?

  init(
    path: String, container: SoundFileFormat.Container, subtype: SoundFileFormat.Subtype,
    lead: Double, files: OpenFiles
  ) {
    self.path = path
    self.container = container
    self.subtype = subtype
    self.lead = lead
    self.files = files
  }

  func write(
    _ frames: Span<Int16>, remainders: Span<Int16>, sampleRate: Int, channels: Int
  ) throws(SinkFailure) {
    do throws(SoundFileError) {
      if let failure { throw failure }
      files.touch(self)
      if writer == nil {
        writer = try SoundFileWriter(
          creating: path,
          format: SoundFileFormat(
            container: container, subtype: subtype, sampleRate: sampleRate, channels: channels))
        leadFrames = Int64((lead * Double(sampleRate)).rounded())
        try writer?.writeSilence(leadFrames)
      }
      if remainders.isEmpty {
        try writer?.write(frames)
      } else {
        try writer?.write(Self.whole(frames, remainders).span)
      }
      try writer?.updateHeader()
    } catch {
      // What could not be made has nothing to finish.
      if error.isRefusal { writer = nil }
      throw SinkFailure(error.description, isCreation: error.isRefusal)
    }
  }

  /// The samples before they were rounded, in the upper bits of 32.
  private static func whole(_ frames: Span<Int16>, _ remainders: Span<Int16>) -> [Int32] {
    frames.indices.map { index in
      let remainder = index < remainders.count ? Int32(remainders[index]) : 0
      let sample = Int32(frames[index]) << 8 &+ remainder
      // Tones that were mixed in may leave no room for it.
      return max(-0x80_0000, min(0x7f_ffff, sample)) << 8
    }
  }

  /// The finished file, which grew as `partName`; nil where none was made.
  func written(as partName: String) -> WrittenFile? {
    frames.map { WrittenFile(partName: partName, leadFrames: leadFrames, frames: $0) }
  }

  func suspend() {
    do throws(SoundFileError) { try writer?.suspend() } catch { failure = error }
  }

  /// Takes the file away, where one was made.
  func discard() {
    guard frames != nil else { return }
    frames = nil
    FileName.remove(path)
  }

  /// Completes the file, where one was made.
  func finish() throws(SinkFailure) {
    files.forget(self)
    guard let writer = writer.take() else { return }
    frames = writer.frames
    do throws(SoundFileError) {
      try writer.finish()
      if let failure { throw failure }
    } catch {
      throw SinkFailure(error.description, isCreation: false)
    }
  }
}

extension SoundFileError {
  /// Whether the file could not be made, rather than written.
  fileprivate var isRefusal: Bool {
    switch self {
    case .impossibleFormat, .cannotCreate: true
    case .writeFailed, .cannotRead: false
    }
  }
}
