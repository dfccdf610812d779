internal import Audio

/// Decodes iLBC by libavcodec, which does so as RFC 3951 says, but for the enhancer.
struct ILBCDecoder: AudioDecoder, ~Copyable {
  /// How loud what is made up is in each 40 ms of a loss, in percent (RFC 3951, section 4.5.2), which libavcodec leaves out.
  private static let fading = [100, 90, 70, 50]
  private static let fadingStep = 320

  private let format: MediaFormat
  private var mode: ILBCMode
  private var decoder: LibAVDecoder
  private var remainder: FrameRemainder
  /// Samples that were made up since the last payload.
  private var made = 0

  init(_ format: MediaFormat) throws(CodecError) {
    self.format = format
    mode = ILBCMode.said(in: format) ?? .thirty
    decoder = try Self.open(mode)
    remainder = FrameRemainder(length: mode.samples)
  }

  private static func open(_ mode: ILBCMode) throws(CodecError) -> LibAVDecoder {
    guard
      var decoder = LibAVDecoder(
        named: "ilbc", bitRate: mode.bytes * 8 * 1000 / mode.rawValue)
    else { throw .noDecoder(codec: "iLBC", channels: 1) }
    var samples = [Int16](repeating: 0, count: mode.samples)
    var pcm = samples.mutableSpan
    _ = decoder.decode(mode.silentFrame.span, into: &pcm)
    return decoder
  }

  mutating func decode(
    _ payload: Span<UInt8>, into pcm: inout MutableSpan<Int16>
  ) throws(CodecError) -> Int {
    guard !payload.isEmpty else { return 0 }
    guard let parts = ILBCPayload(payload, format) else { throw .damagedPayload(codec: "iLBC") }
    guard pcm.count >= parts.frames * parts.mode.samples else { throw .noRoom(codec: "iLBC") }
    if parts.mode != mode {
      decoder = try Self.open(parts.mode)
      mode = parts.mode
      remainder = FrameRemainder(length: mode.samples)
    }
    for index in 0..<parts.frames {
      let bytes = payload.extracting(index * mode.bytes..<(index + 1) * mode.bytes)
      var frame = pcm._mutatingExtracting(index * mode.samples..<(index + 1) * mode.samples)
      guard decoder.decode(bytes, into: &frame) else { throw .damagedPayload(codec: "iLBC") }
    }
    remainder.clear()
    made = 0
    return parts.frames * mode.samples
  }

  mutating func conceal(frames: Int, into pcm: inout MutableSpan<Int16>) -> Int {
    let lost = mode.lostFrame
    return remainder.fill(frames, into: &pcm) { frame in
      let step = made / Self.fadingStep
      made += frame.count
      guard step < Self.fading.count, decoder.decode(lost.span, into: &frame) else {
        return frame.update(repeating: 0)
      }
      for index in frame.indices {
        frame[index] = Int16(Int(frame[index]) * Self.fading[step] / 100)
      }
    }
  }
}
