/// Decodes G.723.1 by libavcodec.
struct G723Decoder: AudioDecoder, ~Copyable {
  /// A frame of speech that cannot be, as its lag is none; the decoder takes it for a lost one.
  private static let lostFrame = [UInt8(0xfc)] + [UInt8](repeating: 0xff, count: 23)
  /// A frame that was not sent, as silence goes on.
  private static let unsentFrame = [UInt8(3)]

  /// Lost frames in a row that the decoder makes up.
  ///
  /// From the third on it means to be silent, and is not: its output
  /// grows to full scale.
  private static let mostLost = 2

  private var decoder: LibAVDecoder
  private var remainder = FrameRemainder(length: G723Payload.samples)
  /// Frames that were made up since the last payload.
  private var lost = 0
  /// Samples of noise in which the last payload ended; nil where that was speech.
  private var noise: Int?

  init() throws(CodecError) {
    guard let decoder = LibAVDecoder(named: "g723_1", bitRate: 6300) else {
      throw .noDecoder(codec: "G723", channels: 1)
    }
    self.decoder = decoder
  }

  mutating func decode(
    _ payload: Span<UInt8>, into pcm: inout MutableSpan<Int16>
  ) throws(CodecError) -> Int {
    guard !payload.isEmpty else { return 0 }
    guard let parts = G723Payload(payload) else { throw .damagedPayload(codec: "G723") }
    let samples = G723Payload.samples
    guard pcm.count >= parts.frames * samples else { throw .noRoom(codec: "G723") }
    var (start, length) = (0, 0)
    for index in 0..<parts.frames {
      let kind = G723Payload.Kind(payload[start])
      var frame = pcm._mutatingExtracting(index * samples..<(index + 1) * samples)
      let bytes = payload.extracting(start..<start + kind.bytes)
      guard decoder.decode(bytes, into: &frame) else { throw .damagedPayload(codec: "G723") }
      start += kind.bytes
      length = kind.isSpeech ? 0 : length + samples
    }
    remainder.clear()
    lost = 0
    noise = length > 0 ? length : nil
    return parts.frames * samples
  }

  mutating func noiseFrames() -> Int? { noise }

  mutating func conceal(frames: Int, into pcm: inout MutableSpan<Int16>) -> Int {
    let isNoise = noise != nil
    let next = isNoise ? Self.unsentFrame : Self.lostFrame
    return remainder.fill(frames, into: &pcm) { frame in
      lost += isNoise ? 0 : 1
      if lost > Self.mostLost || !decoder.decode(next.span, into: &frame) {
        frame.update(repeating: 0)
      }
    }
  }
}
