internal import CBcg729

/// Owns an encoder of libbcg729, without its detector of silence, which keeps no state outside it
/// and may move between threads.
@safe
struct G729Encoder: AudioEncoder, ~Copyable, @unchecked Sendable {
  private let state: OpaquePointer

  init() throws(CodecError) {
    guard let state = unsafe initBcg729EncoderChannel(0) else {
      throw .noEncoder(codec: "G729", channels: 1)
    }
    unsafe self.state = state
  }

  deinit { unsafe closeBcg729EncoderChannel(state) }

  mutating func encode(_ pcm: Span<Int16>, into payload: inout [UInt8]) throws(CodecError) {
    guard !pcm.isEmpty, pcm.count % G729Payload.samples == 0 else {
      throw .impossiblePacket(codec: "G729", frames: pcm.count)
    }
    for start in stride(from: 0, to: pcm.count, by: G729Payload.samples) {
      var frame = [UInt8](repeating: 0, count: G729Payload.bytes)
      var length: UInt8 = 0
      unsafe pcm.extracting(start..<start + G729Payload.samples).withUnsafeBufferPointer { pcm in
        unsafe bcg729Encoder(state, pcm.baseAddress, &frame, &length)
      }
      payload += frame.prefix(Int(length))
    }
  }
}
