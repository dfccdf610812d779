internal import CSpeex

/// Owns a decoder of libspeex, which keeps no state outside it and may move between threads.
@safe
struct SpeexDecoder: AudioDecoder, ~Copyable, @unchecked Sendable {
  private let band: SpeexBand
  private let state: UnsafeMutableRawPointer
  private let bits: UnsafeMutablePointer<SpeexBits>
  private var remainder: FrameRemainder
  /// Whether noise was described that goes on.
  private var describesNoise = false
  /// Samples in which the last payload ended that were no speech.
  private var silence = 0

  init(_ band: SpeexBand) throws(CodecError) {
    guard let mode = unsafe speex_lib_get_mode(Int32(band.rawValue)),
      let state = unsafe speex_decoder_init(mode)
    else { throw .noDecoder(codec: "speex", channels: 1) }
    unsafe self.state = state
    unsafe bits = UnsafeMutablePointer<SpeexBits>.allocate(capacity: 1)
    unsafe speex_bits_init(bits)
    self.band = band
    remainder = FrameRemainder(length: band.samples)
  }

  deinit {
    unsafe speex_bits_destroy(bits)
    unsafe bits.deallocate()
    unsafe speex_decoder_destroy(state)
  }

  mutating func decode(
    _ payload: Span<UInt8>, into pcm: inout MutableSpan<Int16>
  ) throws(CodecError) -> Int {
    guard let parts = SpeexPayload(payload, band), let count = Int32(exactly: payload.count) else {
      throw .damagedPayload(codec: "speex")
    }
    let samples = parts.frames * band.samples
    guard samples > 0 else { return 0 }
    guard pcm.count >= samples else { throw .noRoom(codec: "speex") }
    unsafe payload.withUnsafeBytes { bytes in
      unsafe speex_bits_read_from(
        bits, bytes.assumingMemoryBound(to: CChar.self).baseAddress, count)
    }
    for index in 0..<parts.frames {
      var frame = pcm._mutatingExtracting(index * band.samples..<(index + 1) * band.samples)
      guard unsafe Self.run(state, bits, into: &frame) else {
        throw .damagedPayload(codec: "speex")
      }
    }
    remainder.clear()
    describesNoise = parts.describesNoise ?? describesNoise
    silence = parts.silentFrames * band.samples
    return samples
  }

  mutating func noiseFrames() -> Int? { describesNoise && silence > 0 ? silence : nil }

  mutating func conceal(frames: Int, into pcm: inout MutableSpan<Int16>) -> Int {
    let state = unsafe state
    return remainder.fill(frames, into: &pcm) { frame in
      _ = unsafe Self.run(state, nil, into: &frame)
    }
  }

  /// Decodes the next frame of the bits, or makes one up where there are none; false where it cannot.
  private static func run(
    _ state: UnsafeMutableRawPointer, _ bits: UnsafeMutablePointer<SpeexBits>?,
    into pcm: inout MutableSpan<Int16>
  ) -> Bool {
    unsafe pcm.withUnsafeMutableBufferPointer { pcm in
      unsafe speex_decode_int(state, bits, pcm.baseAddress) == 0
    }
  }
}
