import Audio
import Codecs

/// A format of each codec, as a sender describes it; of L16 with two channels.
let formats: [String: MediaFormat] = {
  var formats: [String: MediaFormat] = [:]
  for codec in Codec.all {
    formats[codec.name] = MediaFormat(rtpmap: Codec.rtpmap(of: codec.format()))
  }
  formats["L16"] = MediaFormat(encodingName: "L16", clockRate: 44100, channels: 2)
  return formats
}()

/// A codec with a decoder for one of its formats.
final class Decoding {
  let codec: Codec
  let format: MediaFormat
  let channels: Int
  private var decoder: any AudioDecoder & ~Copyable

  init(_ format: MediaFormat?, channels: Int? = nil, conceals: Bool = true) throws {
    struct Unsupported: Error {}
    guard let format, let codec = Codec.codec(for: format) else { throw Unsupported() }
    self.codec = codec
    self.format = format
    self.channels = channels ?? format.channels
    decoder = try codec.makeDecoder(
      for: format, channels: self.channels, conceals: conceals)
  }

  /// Decodes into a buffer of just the promised size, or of `room` frames.
  func decode(_ payload: [UInt8], room: Int? = nil) throws -> [Int16] {
    let room = room ?? codec.maximumFrames(in: payload.count, for: format)
    var pcm = [Int16](repeating: 0x5555, count: room * channels)
    var span = pcm.mutableSpan
    let frames = try decoder.decode(payload.span, into: &span)
    return Array(pcm[..<(frames * channels)])
  }

  func duration(of payload: [UInt8]) -> Int? { codec.duration(of: payload.span, for: format) }

  func channels(in payload: [UInt8]) -> Int { codec.channels(in: payload.span, for: format) }

  func select(_ frames: Range<Int>) { decoder.select(frames) }

  func soundsLike() -> String? { decoder.soundsLike() }

  func noiseFrames() -> Int? { decoder.noiseFrames() }

  var sampleRate: Int { codec.sampleRate(for: format) }

  func conceal(_ frames: Int, room: Int? = nil) -> [Int16] {
    var pcm = [Int16](repeating: 0x5555, count: (room ?? max(0, frames)) * channels)
    var span = pcm.mutableSpan
    let done = decoder.conceal(frames: frames, into: &span)
    return Array(pcm[..<(done * channels)])
  }

  func recover(_ frames: Int, from next: [UInt8]) -> [Int16]? {
    var pcm = [Int16](repeating: 0x5555, count: frames * channels)
    var span = pcm.mutableSpan
    guard let done = decoder.recover(frames: frames, from: next.span, into: &span) else {
      return nil
    }
    return Array(pcm[..<(done * channels)])
  }
}
