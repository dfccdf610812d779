internal import CSpanDSP

/// Owns an encoder of spandsp, which keeps no state outside it and may move between threads.
@safe
struct LPCEncoder: AudioEncoder, ~Copyable, @unchecked Sendable {
  private let state: OpaquePointer

  init() throws(CodecError) {
    guard let state = unsafe lpc10_encode_init(nil, LPC.correctsErrors) else {
      throw .noEncoder(codec: "LPC", channels: 1)
    }
    unsafe self.state = state
  }

  deinit { _ = unsafe lpc10_encode_free(state) }

  mutating func encode(_ pcm: Span<Int16>, into payload: inout [UInt8]) throws(CodecError) {
    guard pcm.count % LPC.frameSamples == 0, let count = Int32(exactly: pcm.count) else {
      throw .impossiblePacket(codec: "LPC", frames: pcm.count)
    }
    var codes = [UInt8](repeating: 0, count: pcm.count / LPC.frameSamples * LPC.frameBytes)
    let length = unsafe pcm.withUnsafeBufferPointer { pcm in
      unsafe codes.withUnsafeMutableBufferPointer { codes in
        unsafe Int(lpc10_encode(state, codes.baseAddress, pcm.baseAddress, count))
      }
    }
    payload.append(contentsOf: codes[..<length])
  }
}
