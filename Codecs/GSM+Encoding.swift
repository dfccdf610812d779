internal import CSpanDSP

/// Owns an encoder of spandsp, which keeps no state outside it and may move between threads.
@safe
struct GSMEncoder: AudioEncoder, ~Copyable, @unchecked Sendable {
  private let state: OpaquePointer

  init() throws(CodecError) {
    guard let state = unsafe gsm0610_init(nil, Int32(GSM0610_PACKING_VOIP)) else {
      throw .noEncoder(codec: "GSM", channels: 1)
    }
    unsafe self.state = state
  }

  deinit { _ = unsafe gsm0610_free(state) }

  mutating func encode(_ pcm: Span<Int16>, into payload: inout [UInt8]) throws(CodecError) {
    guard pcm.count % GSM.frameSamples == 0, let count = Int32(exactly: pcm.count) else {
      throw .impossiblePacket(codec: "GSM", frames: pcm.count)
    }
    var codes = [UInt8](repeating: 0, count: pcm.count / GSM.frameSamples * GSM.frameBytes)
    let length = unsafe pcm.withUnsafeBufferPointer { pcm in
      unsafe codes.withUnsafeMutableBufferPointer { codes in
        unsafe Int(gsm0610_encode(state, codes.baseAddress, pcm.baseAddress, count))
      }
    }
    payload.append(contentsOf: codes[..<length])
  }
}
