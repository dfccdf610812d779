internal import Audio
internal import CAMR

/// Owns a decoder of opencore-amr, which keeps no state outside it and may move between threads.
///
/// Frames that are marked as damaged are decoded like others: the library does not look at that mark.
@safe
struct AMRDecoder: AudioDecoder, ~Copyable, @unchecked Sendable {
  /// More than the library reads of any frame that it is given.
  private static let frameRoom = 64

  private let band: AMRBand
  private let format: MediaFormat
  private let state: UnsafeMutableRawPointer
  private var remainder: FrameRemainder
  /// Samples of noise in which the last payload ended; nil where that was speech.
  private var noise: Int?

  init(_ band: AMRBand, _ format: MediaFormat) throws(CodecError) {
    guard let state = unsafe band == .narrow ? Decoder_Interface_init() : D_IF_init() else {
      throw .noDecoder(codec: band.name, channels: 1)
    }
    unsafe self.state = state
    (self.band, self.format) = (band, format)
    remainder = FrameRemainder(length: band.samples)
  }

  deinit {
    switch band {
    case .narrow: unsafe Decoder_Interface_exit(state)
    case .wide: unsafe D_IF_exit(state)
    }
  }

  mutating func decode(
    _ payload: Span<UInt8>, into pcm: inout MutableSpan<Int16>
  ) throws(CodecError) -> Int {
    guard !payload.isEmpty else { return 0 }
    guard let parts = AMRPayload(payload, band, format) else {
      throw .damagedPayload(codec: band.name)
    }
    let samples = parts.count * band.samples
    guard pcm.count >= samples else { throw .noRoom(codec: band.name) }
    var isNoise = noise != nil
    var length = 0
    var start = 0
    parts.forEachFrame(of: payload) { part in
      if part.bits > 0 { isNoise = part.type == band.silence }
      length = isNoise ? length + band.samples : 0
      var frame = pcm._mutatingExtracting(start..<start + band.samples)
      unsafe Self.run(band, state, Self.stored(part, of: payload), into: &frame)
      start += band.samples
    }
    remainder.clear()
    noise = isNoise ? length : nil
    return samples
  }

  mutating func noiseFrames() -> Int? { noise }

  mutating func conceal(frames: Int, into pcm: inout MutableSpan<Int16>) -> Int {
    let (band, state) = unsafe (band, state)
    var nothing = [UInt8](repeating: 0, count: Self.frameRoom)
    nothing[0] = UInt8(AMRBand.noData << 3 | 4)
    return remainder.fill(frames, into: &pcm) { frame in
      unsafe Self.run(band, state, nothing, into: &frame)
    }
  }

  /// A frame as files hold it (RFC 4867, section 5.3).
  private static func stored(_ frame: AMRPayload.Frame, of payload: Span<UInt8>) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: frameRoom)
    bytes[0] = UInt8(truncatingIfNeeded: frame.type << 3 | 4)
    var position = 0
    while position < frame.bits, position / 8 + 1 < frameRoom {
      let count = min(8, frame.bits - position)
      let bits = payload.bits(count, from: frame.start + position) << (8 - count)
      bytes[position / 8 + 1] = UInt8(truncatingIfNeeded: bits)
      position += 8
    }
    return bytes
  }

  /// Decodes one stored frame.
  private static func run(
    _ band: AMRBand, _ state: UnsafeMutableRawPointer, _ frame: [UInt8],
    into pcm: inout MutableSpan<Int16>
  ) {
    guard pcm.count >= band.samples, frame.count >= frameRoom else { return }
    unsafe pcm.withUnsafeMutableBufferPointer { pcm in
      switch band {
      case .narrow: unsafe Decoder_Interface_Decode(state, frame, pcm.baseAddress, 0)
      case .wide: unsafe D_IF_decode(state, frame, pcm.baseAddress, 0)
      }
    }
  }
}
