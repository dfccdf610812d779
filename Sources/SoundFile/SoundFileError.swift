/// Why a sound file could not be made, written or read.
package enum SoundFileError: Error, Equatable, CustomStringConvertible {
  /// The container cannot hold this subtype, rate or number of channels.
  case impossibleFormat(SoundFileFormat)
  /// A new file could not be made; one that exists already is such a case too.
  case cannotCreate(path: String, reason: String)
  /// A write failed; what was written before stays playable.
  case writeFailed(path: String, reason: String)
  /// There is no such file, or it holds no audio that can be read.
  case cannotRead(path: String, reason: String)

  package var description: String {
    switch self {
    case .impossibleFormat(let format):
      "a \(format.container) file cannot hold \(format.subtype) audio"
        + " with \(format.channels) channel\(format.channels == 1 ? "" : "s")"
        + " at \(format.sampleRate) Hz"
    case .cannotCreate(let path, let reason): "\(path): cannot be created: \(reason)"
    case .writeFailed(let path, let reason): "\(path): writing failed: \(reason)"
    case .cannotRead(let path, let reason): "\(path): cannot be read: \(reason)"
    }
  }
}
