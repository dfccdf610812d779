import Audio
import SoundFile

/// Sound files as sources of test media.
enum AudioFile {
  /// Reads a sound file of any kind, rate and number of channels as one channel of that rate.
  static func mono(_ path: String, sampleRate: Int) throws(SynthesisError) -> [Int16] {
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
      let longest = Int(PromptSegment.longest) * sampleRate
      var block = [Int16](repeating: 0, count: 16_384 * channels)
      do throws(AudioError) {
        while true {
          var span = block.mutableSpan
          let frames = reader.read(into: &span)
          guard frames > 0 else { break }
          remix(&block, frames: frames, from: channels, to: 1)
          try resampler.process(block.span.extracting(first: frames), into: &samples)
          guard samples.count <= longest else {
            throw AudioError.cannotResample(
              from: reader.sampleRate, to: sampleRate, reason: "longer than an hour")
          }
        }
        try resampler.finish(into: &samples)
      } catch {
        throw SoundFileError.cannotRead(path: path, reason: "\(error)")
      }
    } catch {
      throw .input("\(error)")
    }
    return samples
  }
}
