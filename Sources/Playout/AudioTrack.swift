import Audio
import Codecs

/// The decoder of one payload format of a stream, and what it takes to bring its samples into the
/// file: other channels, another rate.
final class AudioTrack {
  let codec: Codec
  let format: MediaFormat
  let sampleRate: Int
  /// Channels that the decoder gives.
  let channels: Int
  var decoder: any AudioDecoder & ~Copyable
  var run: ResampledRun?

  init(_ codec: Codec, _ format: MediaFormat, fileChannels: Int) throws(CodecError) {
    self.codec = codec
    self.format = format
    sampleRate = codec.sampleRate(for: format)
    channels = codec.name == "opus" ? fileChannels : format.channels
    decoder = try codec.makeDecoder(for: format, channels: channels)
  }

  /// Whether decoded samples can go to the file as they are.
  func isDirect(fileRate: Int, fileChannels: Int) -> Bool {
    sampleRate == fileRate && channels == fileChannels
  }
}

/// Contiguous audio on its way through the resampler.
struct ResampledRun: ~Copyable {
  var resampler: Resampler
  /// The timeline's frame at which the run starts.
  let start: Int64
  /// Frames that went in.
  var input: Int64 = 0
  /// Frames that came out.
  var output: Int64 = 0
}
