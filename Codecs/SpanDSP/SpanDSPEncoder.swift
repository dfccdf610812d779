internal import Audio
internal import CSpanDSP

/// Owns an encoder of spandsp, which keeps no state outside it and may move between threads.
@safe
struct SpanDSPEncoder: AudioEncoder, ~Copyable, @unchecked Sendable {
  /// What spandsp calls for a codec: they differ in their names only.
  @safe
  struct Functions: Sendable {
    let make: @Sendable () -> OpaquePointer?
    let encode:
      @Sendable (OpaquePointer, UnsafeMutablePointer<UInt8>?, UnsafePointer<Int16>?, Int32) -> Int32
    let free: @Sendable (OpaquePointer) -> Void
  }

  private let state: OpaquePointer
  private let functions: Functions
  private let codec: String
  private let rate: ConstantRate

  init(
    _ format: MediaFormat, rate: ConstantRate, _ functions: Functions
  ) throws(CodecError) {
    codec = format.encodingName
    guard let state = unsafe functions.make() else {
      throw .noEncoder(codec: codec, channels: 1)
    }
    unsafe self.state = state
    (self.functions, self.rate) = (functions, rate)
  }

  deinit { unsafe functions.free(state) }

  mutating func encode(_ pcm: Span<Int16>, into payload: inout [UInt8]) throws(CodecError) {
    guard pcm.count % rate.frames == 0, let count = Int32(exactly: pcm.count) else {
      throw .impossiblePacket(codec: codec, frames: pcm.count)
    }
    var codes = [UInt8](repeating: 0, count: pcm.count / rate.frames * rate.bytes)
    let length = unsafe pcm.withUnsafeBufferPointer { pcm in
      unsafe codes.withUnsafeMutableBufferPointer { codes in
        unsafe Int(functions.encode(state, codes.baseAddress, pcm.baseAddress, count))
      }
    }
    payload.append(contentsOf: codes[..<length])
  }
}

extension SpanDSPEncoder.Functions {
  static let g722 = unsafe Self(
    make: { unsafe g722_encode_init(nil, 64000, 0) },
    encode: { unsafe g722_encode($0, $1, $2, $3) }, free: { _ = unsafe g722_encode_free($0) })
  static let gsm = unsafe Self(
    make: { unsafe gsm0610_init(nil, Int32(GSM0610_PACKING_VOIP)) },
    encode: { unsafe gsm0610_encode($0, $1, $2, $3) }, free: { _ = unsafe gsm0610_free($0) })
  static let lpc10 = unsafe Self(
    make: { unsafe lpc10_encode_init(nil, LPC.correctsErrors) },
    encode: { unsafe lpc10_encode($0, $1, $2, $3) }, free: { _ = unsafe lpc10_encode_free($0) })
}
