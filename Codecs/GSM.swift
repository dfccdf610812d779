internal import Audio
internal import CSpanDSP

extension Codec {
  /// GSM 06.10 full rate (RFC 3551, section 4.5.8): 33 bytes for 20 ms.
  package static let gsm = Codec(
    name: "GSM",
    clockRates: .only(8000),
    timing: .constant { _ in
      ConstantRate(bytes: GSM.frameBytes, ticks: GSM.frameSamples, frames: GSM.frameSamples)
    },
    library: .spandsp,
    decoder: { request throws(CodecError) in try GSMDecoder(request) },
    encoder: { _, _ throws(CodecError) in try GSMEncoder() })
}

/// The frames of GSM 06.10 as RTP has them.
enum GSM {
  static let frameBytes = 33
  static let frameSamples = 160

  /// Whether each whole frame begins with the signature 0xD.
  ///
  /// The pairs of frames that WAV files hold have none.
  static func isSigned(_ frames: Span<UInt8>) -> Bool {
    for start in stride(from: 0, to: frames.count, by: frameBytes) where frames[start] >> 4 != 0xd {
      return false
    }
    return true
  }
}

/// Owns a decoder of spandsp, which keeps no state outside it and may move between threads.
@safe
struct GSMDecoder: AudioDecoder, ~Copyable, @unchecked Sendable {
  private let state: OpaquePointer
  private var concealment: LossConcealment

  init(_ request: DecoderRequest) throws(CodecError) {
    guard let state = unsafe gsm0610_init(nil, Int32(GSM0610_PACKING_VOIP)) else {
      throw .noDecoder(codec: "GSM", channels: 1)
    }
    unsafe self.state = state
    concealment = LossConcealment(request, sampleRate: request.format.clockRate)
  }

  deinit { _ = unsafe gsm0610_free(state) }

  /// What is no whole frame is dropped: spandsp would read on behind it.
  mutating func decode(
    _ payload: Span<UInt8>, into pcm: inout MutableSpan<Int16>
  ) throws(CodecError) -> Int {
    let frames = payload.count / GSM.frameBytes
    guard frames > 0 else { return 0 }
    let (bytes, samples) = (frames &* GSM.frameBytes, frames &* GSM.frameSamples)
    guard pcm.count >= samples, let count = Int32(exactly: bytes) else {
      throw .noRoom(codec: "GSM")
    }
    guard GSM.isSigned(payload.extracting(first: bytes)) else {
      throw .damagedPayload(codec: "GSM")
    }
    let decoded = unsafe payload.withUnsafeBufferPointer { payload in
      unsafe pcm.withUnsafeMutableBufferPointer { pcm in
        unsafe Int(gsm0610_decode(state, pcm.baseAddress, payload.baseAddress, count))
      }
    }
    concealment.receive(&pcm, count: decoded)
    return decoded
  }

  mutating func conceal(frames: Int, into pcm: inout MutableSpan<Int16>) -> Int {
    concealment.fill(frames: frames, into: &pcm)
  }
}
