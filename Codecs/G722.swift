internal import Audio
internal import CSpanDSP

extension Codec {
  /// G.722 at 64 kbit/s (RFC 3551, section 4.5.2): 16 kHz audio on an 8 kHz clock.
  ///
  /// A clock rate of 16000 is not allowed, but is what it says where it occurs.
  package static let g722 = Codec(
    name: "G722",
    clockRates: .only(8000, tolerating: [16000]),
    rate: { _ in 16000 },
    timing: .constant { ConstantRate(bytes: 1, ticks: $0.clockRate / 8000, frames: 2) },
    library: .spandsp,
    decoder: { request throws(CodecError) in try G722Decoder(request) },
    encoder: { _, _ throws(CodecError) in try G722Encoder() })
}

/// Owns a decoder of spandsp, which keeps no state outside it and may move between threads.
@safe
struct G722Decoder: AudioDecoder, ~Copyable, @unchecked Sendable {
  private let state: OpaquePointer
  private var concealment: LossConcealment

  init(_ request: DecoderRequest) throws(CodecError) {
    guard let state = unsafe g722_decode_init(nil, 64000, 0) else {
      throw .noDecoder(codec: "G722", channels: 1)
    }
    unsafe self.state = state
    concealment = LossConcealment(request, sampleRate: 16000)
  }

  deinit { _ = unsafe g722_decode_free(state) }

  mutating func decode(
    _ payload: Span<UInt8>, into pcm: inout MutableSpan<Int16>
  ) throws(CodecError) -> Int {
    guard !payload.isEmpty else { return 0 }
    guard pcm.count / 2 >= payload.count, let count = Int32(exactly: payload.count) else {
      throw .noRoom(codec: "G722")
    }
    let frames = unsafe payload.withUnsafeBufferPointer { payload in
      unsafe pcm.withUnsafeMutableBufferPointer { pcm in
        unsafe Int(g722_decode(state, pcm.baseAddress, payload.baseAddress, count))
      }
    }
    concealment.receive(&pcm, count: frames)
    return frames
  }

  mutating func conceal(frames: Int, into pcm: inout MutableSpan<Int16>) -> Int {
    concealment.fill(frames: frames, into: &pcm)
  }
}
