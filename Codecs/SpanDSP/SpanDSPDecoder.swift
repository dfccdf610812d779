internal import Audio
internal import CSpanDSP

/// Owns a decoder of spandsp, which keeps no state outside it and may move between threads.
@safe
struct SpanDSPDecoder: AudioDecoder, ~Copyable, @unchecked Sendable {
  /// What spandsp calls for a codec: they differ in their names only.
  @safe
  struct Functions: Sendable {
    let make: @Sendable () -> OpaquePointer?
    let decode:
      @Sendable (OpaquePointer, UnsafeMutablePointer<Int16>?, UnsafePointer<UInt8>?, Int32) -> Int32
    let free: @Sendable (OpaquePointer) -> Void
  }

  private let state: OpaquePointer
  private let functions: Functions
  private let codec: String
  private let rate: ConstantRate
  private let isValid: @Sendable (Span<UInt8>) -> Bool
  private var concealment: LossConcealment

  /// - `rate`: what is no whole unit of it at the end of a payload is dropped: spandsp would read on behind it.
  /// - `isValid`: whether so many whole units can be of the codec.
  init(
    _ request: DecoderRequest, sampleRate: Int, rate: ConstantRate, _ functions: Functions,
    isValid: @escaping @Sendable (Span<UInt8>) -> Bool = { _ in true }
  ) throws(CodecError) {
    codec = request.format.encodingName
    guard let state = unsafe functions.make() else {
      throw .noDecoder(codec: codec, channels: 1)
    }
    unsafe self.state = state
    (self.functions, self.rate, self.isValid) = (functions, rate, isValid)
    concealment = LossConcealment(request, sampleRate: sampleRate)
  }

  deinit { unsafe functions.free(state) }

  mutating func decode(
    _ payload: Span<UInt8>, into pcm: inout MutableSpan<Int16>
  ) throws(CodecError) -> Int {
    let units = rate.units(in: payload.count)
    guard units > 0 else { return 0 }
    guard pcm.count >= units &* rate.frames, let count = Int32(exactly: units &* rate.bytes) else {
      throw .noRoom(codec: codec)
    }
    guard isValid(payload.extracting(first: Int(count))) else {
      throw .damagedPayload(codec: codec)
    }
    let decoded = unsafe payload.withUnsafeBufferPointer { payload in
      unsafe pcm.withUnsafeMutableBufferPointer { pcm in
        unsafe Int(functions.decode(state, pcm.baseAddress, payload.baseAddress, count))
      }
    }
    concealment.receive(&pcm, count: decoded)
    return decoded
  }

  mutating func conceal(frames: Int, into pcm: inout MutableSpan<Int16>) -> Int {
    concealment.fill(frames: frames, into: &pcm)
  }
}

extension SpanDSPDecoder.Functions {
  static let g722 = unsafe Self(
    make: { unsafe g722_decode_init(nil, 64000, 0) },
    decode: { unsafe g722_decode($0, $1, $2, $3) }, free: { _ = unsafe g722_decode_free($0) })
  static let gsm = unsafe Self(
    make: { unsafe gsm0610_init(nil, Int32(GSM0610_PACKING_VOIP)) },
    decode: { unsafe gsm0610_decode($0, $1, $2, $3) }, free: { _ = unsafe gsm0610_free($0) })
  static let lpc10 = unsafe Self(
    make: { unsafe lpc10_decode_init(nil, LPC.correctsErrors) },
    decode: { unsafe lpc10_decode($0, $1, $2, $3) }, free: { _ = unsafe lpc10_decode_free($0) })
}
