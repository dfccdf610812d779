internal import Audio
internal import CSpanDSP

extension Codec {
  /// LPC-10 (FED-STD-1015): 7 bytes for 22.5 ms, which is what senders of payload type 7 mean.
  ///
  /// RFC 3551, section 4.5.10, gives that type to an experiment of 14 bytes for 20 ms, for which
  /// there is no decoder. Timestamps tell: 14 bytes of LPC-10 are 45 ms.
  package static let lpc = Codec(
    name: "LPC",
    clockRates: .only(8000),
    timing: .constant { _ in
      ConstantRate(bytes: LPC.frameBytes, ticks: LPC.frameSamples, frames: LPC.frameSamples)
    },
    packets: { _ in PacketLength(usual: 90, .multiples(of: LPC.frameSamples)) },
    sharesName: true,
    library: .spandsp,
    decoder: { request throws(CodecError) in try LPCDecoder(request) },
    encoder: { _, _ throws(CodecError) in try LPCEncoder() })
}

/// The frames of LPC-10.
enum LPC {
  static let frameBytes = 7
  static let frameSamples = 180
  /// Whether the voicing is protected by a Hamming code, which unvoiced frames have room for.
  static let correctsErrors: Int32 = 1
}

/// Owns a decoder of spandsp, which keeps no state outside it and may move between threads.
@safe
struct LPCDecoder: AudioDecoder, ~Copyable, @unchecked Sendable {
  private let state: OpaquePointer
  private var concealment: LossConcealment

  init(_ request: DecoderRequest) throws(CodecError) {
    guard let state = unsafe lpc10_decode_init(nil, LPC.correctsErrors) else {
      throw .noDecoder(codec: "LPC", channels: 1)
    }
    unsafe self.state = state
    concealment = LossConcealment(request, sampleRate: request.format.clockRate)
  }

  deinit { _ = unsafe lpc10_decode_free(state) }

  mutating func decode(
    _ payload: Span<UInt8>, into pcm: inout MutableSpan<Int16>
  ) throws(CodecError) -> Int {
    let frames = payload.count / LPC.frameBytes
    guard frames > 0 else { return 0 }
    guard pcm.count >= frames &* LPC.frameSamples,
      let count = Int32(exactly: frames &* LPC.frameBytes)
    else { throw .noRoom(codec: "LPC") }
    let decoded = unsafe payload.withUnsafeBufferPointer { payload in
      unsafe pcm.withUnsafeMutableBufferPointer { pcm in
        unsafe Int(lpc10_decode(state, pcm.baseAddress, payload.baseAddress, count))
      }
    }
    concealment.receive(&pcm, count: decoded)
    return decoded
  }

  mutating func conceal(frames: Int, into pcm: inout MutableSpan<Int16>) -> Int {
    concealment.fill(frames: frames, into: &pcm)
  }
}
