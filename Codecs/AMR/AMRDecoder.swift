internal import CAMR

/// Owns a decoder of opencore-amr, which keeps no state outside it and may move between threads.
///
/// Frames that are marked as damaged are decoded like others: the library does not look at that mark.
@safe
struct AMRDecoder: AudioDecoder, ~Copyable, @unchecked Sendable {
  /// More than the library reads of any frame that it is given.
  private static let frameRoom = 64

  private let band: AMRBand
  private let codec: String
  private let parse: @Sendable (Span<UInt8>) -> AMRPayload?
  private let state: UnsafeMutableRawPointer
  /// The next frame for the library, as files hold it (RFC 4867, section 5.3).
  private var stored = [UInt8](repeating: 0, count: frameRoom)
  private var remainder: FrameRemainder
  /// Samples of noise in which the last payload ended; nil where that was speech.
  private var noise: Int?
  /// The frames of the next payload that are decoded.
  private var selected = 0..<Int.max

  /// - `parse`: finds the frames of a payload, nil where it is damaged.
  init(
    _ band: AMRBand, named codec: String, parse: @escaping @Sendable (Span<UInt8>) -> AMRPayload?
  ) throws(CodecError) {
    guard let state = unsafe band == .narrow ? Decoder_Interface_init() : D_IF_init() else {
      throw .noDecoder(codec: codec, channels: 1)
    }
    unsafe self.state = state
    (self.band, self.codec, self.parse) = (band, codec, parse)
    remainder = FrameRemainder(length: band.samples)
  }

  deinit {
    switch band {
    case .narrow: unsafe Decoder_Interface_exit(state)
    case .wide: unsafe D_IF_exit(state)
    }
  }

  mutating func select(_ frames: Range<Int>) { selected = frames }

  mutating func decode(
    _ payload: Span<UInt8>, into pcm: inout MutableSpan<Int16>
  ) throws(CodecError) -> Int {
    let selected = self.selected
    self.selected = 0..<Int.max
    guard !payload.isEmpty else { return 0 }
    guard let parts = parse(payload) else { throw .damagedPayload(codec: codec) }
    let frames = selected.clamped(to: 0..<parts.count)
    let samples = frames.count * band.samples
    guard pcm.count >= samples else { throw .noRoom(codec: codec) }
    var isNoise = noise != nil
    var length = 0
    var index = 0
    parts.forEachFrame(of: payload) { part in
      defer { index += 1 }
      guard frames.contains(index) else { return }
      if part.bits > 0 { isNoise = part.type == band.silence }
      length = isNoise ? length + band.samples : 0
      store(part, of: payload)
      let start = (index - frames.lowerBound) * band.samples
      var frame = pcm._mutatingExtracting(start..<start + band.samples)
      run(into: &frame)
    }
    guard samples > 0 else { return 0 }
    remainder.clear()
    noise = isNoise ? length : nil
    return samples
  }

  mutating func noiseFrames() -> Int? { noise }

  mutating func conceal(frames: Int, into pcm: inout MutableSpan<Int16>) -> Int {
    stored[0] = UInt8(AMRBand.noData << 3 | 4)
    let (band, state) = unsafe (band, state)
    let nothing = stored
    return remainder.fill(frames, into: &pcm) { frame in
      unsafe Self.run(band, state, nothing.span, into: &frame)
    }
  }

  /// Takes a frame of a payload for the next.
  private mutating func store(_ frame: AMRPayload.Frame, of payload: Span<UInt8>) {
    stored[0] = UInt8(truncatingIfNeeded: frame.type << 3 | 4)
    var position = 0
    while position < frame.bits, position / 8 + 1 < Self.frameRoom {
      let count = min(8, frame.bits - position)
      let bits = payload.bits(count, from: frame.start + position) << (8 - count)
      stored[position / 8 + 1] = UInt8(truncatingIfNeeded: bits)
      position += 8
    }
  }

  private mutating func run(into pcm: inout MutableSpan<Int16>) {
    unsafe Self.run(band, state, stored.span, into: &pcm)
  }

  /// Decodes one stored frame.
  private static func run(
    _ band: AMRBand, _ state: UnsafeMutableRawPointer, _ frame: Span<UInt8>,
    into pcm: inout MutableSpan<Int16>
  ) {
    guard pcm.count >= band.samples, frame.count >= frameRoom else { return }
    unsafe frame.withUnsafeBufferPointer { frame in
      unsafe pcm.withUnsafeMutableBufferPointer { pcm in
        switch band {
        case .narrow:
          unsafe Decoder_Interface_Decode(state, frame.baseAddress, pcm.baseAddress, 0)
        case .wide: unsafe D_IF_decode(state, frame.baseAddress, pcm.baseAddress, 0)
        }
      }
    }
  }
}
