internal import CSndFile
import Files

/// Reads PCM from any sound file that libsndfile opens.
package struct SoundFileReader: ~Copyable, Sendable {
  private var handle: SoundFileHandle

  package init(opening path: String) throws(SoundFileError) {
    do throws(FileError.Reason) {
      handle = try SoundFileHandle(reading: path)
    } catch {
      throw .cannotRead(path: path, reason: error.description)
    }
  }

  /// Opens a sound file, or headerless G.711 at 8000 Hz where the name ends in `.ulaw`, `.ul`,
  /// `.alaw` or `.al`.
  package init(openingByName path: String) throws(SoundFileError) {
    let ending = path.split(separator: ".").last.map { $0.lowercased() }
    do throws(FileError.Reason) {
      switch ending {
      case "ulaw", "ul": handle = try SoundFileHandle(readingHeaderless: path, .ulaw)
      case "alaw", "al": handle = try SoundFileHandle(readingHeaderless: path, .alaw)
      default: handle = try SoundFileHandle(reading: path)
      }
    } catch {
      throw .cannotRead(path: path, reason: error.description)
    }
  }

  /// Frames a second.
  package var sampleRate: Int { Int(handle.info.samplerate) }

  package var channels: Int { Int(handle.info.channels) }

  /// Frames in the file, as its header says.
  package var frames: Int64 { Int64(handle.info.frames) }

  /// Reads whole frames to the front of `pcm`, interleaved; returns frames read, 0 at the end.
  ///
  /// Floating-point samples beyond ±1 are clipped.
  package mutating func read(into pcm: inout MutableSpan<Int16>) -> Int {
    let room = pcm.count / channels * channels
    guard isFloatingPoint else {
      var whole = pcm._mutatingExtracting(first: room)
      return max(0, handle.read(into: &whole)) / channels
    }
    var floats = [Float](repeating: 0, count: room)
    var span = floats.mutableSpan
    let count = max(0, handle.read(into: &span))
    for index in 0..<count {
      // A NaN becomes full scale instead of a trap.
      pcm[index] = Int16(max(-32768, min(32767, (floats[index] * 32768).rounded())))
    }
    return count / channels
  }

  /// The same of all bits that samples have, in the upper ones of 32; of files of integers.
  package mutating func read(into pcm: inout MutableSpan<Int32>) -> Int {
    var whole = pcm._mutatingExtracting(first: pcm.count / channels * channels)
    return max(0, handle.read(into: &whole)) / channels
  }

  private var isFloatingPoint: Bool {
    let subtype = Int(handle.info.format) & Int(SF_FORMAT_SUBMASK)
    return subtype == Int(SF_FORMAT_FLOAT) || subtype == Int(SF_FORMAT_DOUBLE)
  }
}
