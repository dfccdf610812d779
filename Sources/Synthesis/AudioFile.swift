import Audio
import SoundFile

/// Sound files as sources of test media.
enum AudioFile {
  /// Reads a sound file of any kind, rate and number of channels as one channel of that rate, up to
  /// `end`, in seconds, or to its own end.
  static func mono(
    _ path: String, sampleRate: Int, until end: Double? = nil
  ) throws(SynthesisError) -> [Int16] {
    var samples: [Int16] = []
    do throws(SoundFileError) {
      var reader = try SoundFileReader(opening: path)
      let channels = reader.channels
      var resampler: Resampler
      do throws(AudioError) {
        resampler = try Resampler(from: reader.sampleRate, to: sampleRate, channels: 1)
      } catch {
        throw SoundFileError.cannotRead(path: path, reason: "\(error)")
      }
      // One more than an hour tells that there is more.
      let enough = Self.frames(end ?? .infinity, sampleRate)
      let most = min(enough, Self.frames(PromptSegment.longest, sampleRate) + 1)
      var block = [Int16](repeating: 0, count: 16_384 * channels)
      do throws(AudioError) {
        while samples.count < most {
          var span = block.mutableSpan
          let frames = reader.read(into: &span)
          guard frames > 0 else { break }
          remix(&block, frames: frames, from: channels, to: 1)
          try resampler.process(block.span.extracting(first: frames), into: &samples)
        }
        try resampler.finish(into: &samples)
      } catch {
        throw SoundFileError.cannotRead(path: path, reason: "\(error)")
      }
    } catch {
      throw .input("\(error)")
    }
    if let end { samples.removeLast(max(0, samples.count - frames(end, sampleRate))) }
    guard samples.count <= frames(PromptSegment.longest, sampleRate) else {
      throw .argument(
        "\(path): is longer than an hour; take a part of it: file:\(path),from=0s,for=30min")
    }
    return samples
  }

  private static func frames(_ seconds: Double, _ sampleRate: Int) -> Int {
    Int((min(seconds, 2 * PromptSegment.longest) * Double(sampleRate)).rounded())
  }
}
