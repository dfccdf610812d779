internal import CSpanDSP

/// Owns an encoder of spandsp at 64 kbit/s, which keeps no state outside it and may move between
/// threads.
@safe
struct G722Encoder: AudioEncoder, ~Copyable, @unchecked Sendable {
  private let state: OpaquePointer

  init() throws(CodecError) {
    guard let state = unsafe g722_encode_init(nil, 64000, 0) else {
      throw .noEncoder(codec: "G722", channels: 1)
    }
    unsafe self.state = state
  }

  deinit { _ = unsafe g722_encode_free(state) }

  /// Each two samples become a byte; one that is left over is dropped.
  mutating func encode(_ pcm: Span<Int16>, into payload: inout [UInt8]) throws(CodecError) {
    let whole = pcm.count - pcm.count % 2
    guard whole > 0, let count = Int32(exactly: whole) else { return }
    var codes = [UInt8](repeating: 0, count: whole / 2)
    let length = unsafe pcm.withUnsafeBufferPointer { pcm in
      unsafe codes.withUnsafeMutableBufferPointer { codes in
        unsafe Int(g722_encode(state, codes.baseAddress, pcm.baseAddress, count))
      }
    }
    payload.append(contentsOf: codes[..<length])
  }
}
