import Audio
import Codecs

/// The decoder of one payload format of a stream, and what it takes to bring its samples into the
/// file: other channels, another rate.
struct AudioTrack: ~Copyable {
  let sampleRate: Int
  /// Channels that the decoder gives.
  let channels: Int
  /// Whether decoded samples can go to the file as they are.
  let isDirect: Bool
  var decoder: any AudioDecoder & ~Copyable
  /// Nil where no audio is on its way to another rate; then `run` is nil, too.
  var resampler: Resampler?
  var run: ResampledRun?
  let codec: Codec
  private let format: MediaFormat
  private let rate: ConstantRate?
  /// Whether the decoder may go on with noise that payloads describe.
  let sendsNoise: Bool

  private init(
    _ decoder: consuming any AudioDecoder & ~Copyable, channels: Int, _ codec: Codec,
    _ format: MediaFormat, fileRate: Int, fileChannels: Int
  ) {
    self.decoder = decoder
    self.codec = codec
    self.format = format
    self.channels = channels
    rate = codec.constantRate(for: format)
    sendsNoise = codec.sendsNoise
    sampleRate = codec.sampleRate(for: format)
    isDirect = sampleRate == fileRate && channels == fileChannels
  }

  /// Makes the decoder of a format.
  static func make(
    _ codec: Codec, _ format: MediaFormat, fileRate: Int, fileChannels: Int, conceals: Bool
  ) throws(CodecError) -> AudioTrack {
    let channels = codec.decoderMixes ? fileChannels : format.channels
    let decoder = try codec.makeDecoder(for: format, channels: channels, conceals: conceals)
    return AudioTrack(
      decoder, channels: channels, codec, format, fileRate: fileRate, fileChannels: fileChannels)
  }

  /// Frames of comfort noise in which the payload decoded last ended, and with which the decoder goes
  /// on; nil where that was speech.
  private(set) var noiseFrames: Int?

  /// Whether the decoder goes on with noise.
  func isNoisy() -> Bool { noiseFrames != nil }

  /// Ends the noise, as another decoder goes on.
  mutating func endNoise() { noiseFrames = nil }

  /// Asks the decoder, after it decoded a payload.
  mutating func noteNoise() { if sendsNoise { noiseFrames = decoder.noiseFrames() } }

  /// No payload of `byteCount` bytes decodes to more samples than this, of all channels.
  func maximumSamples(in byteCount: Int) -> Int { maximumFrames(in: byteCount) &* channels }

  /// No payload of `byteCount` bytes decodes to more frames than this.
  func maximumFrames(in byteCount: Int) -> Int {
    rate?.frames(in: byteCount) ?? codec.maximumFrames(in: byteCount, for: format)
  }
}

/// A decoder that waits while its stream speaks another format.
final class ParkedTrack {
  var track: AudioTrack?

  init(_ track: consuming AudioTrack) { self.track = consume track }
}

/// Contiguous audio on its way through the resampler.
struct ResampledRun {
  /// The timeline's frame at which the run starts.
  let start: Int64
  /// Frames that went in.
  var input: Int64 = 0
  /// Frames that came out.
  var output: Int64 = 0
}
