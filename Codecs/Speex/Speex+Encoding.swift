internal import CSpeex

/// Owns an encoder of libspeex at quality 8 of 10, which keeps no state outside it and may move
/// between threads.
@safe
struct SpeexEncoder: AudioEncoder, ~Copyable, @unchecked Sendable {
  private let band: SpeexBand
  private let state: UnsafeMutableRawPointer
  private let bits: UnsafeMutablePointer<SpeexBits>

  init(_ band: SpeexBand) throws(CodecError) {
    guard let mode = unsafe speex_lib_get_mode(Int32(band.rawValue)),
      let state = unsafe speex_encoder_init(mode)
    else { throw .noEncoder(codec: "speex", channels: 1) }
    unsafe self.state = state
    unsafe bits = UnsafeMutablePointer<SpeexBits>.allocate(capacity: 1)
    unsafe speex_bits_init(bits)
    self.band = band
    var quality: Int32 = 8
    _ = unsafe speex_encoder_ctl(state, SPEEX_SET_QUALITY, &quality)
  }

  deinit {
    unsafe speex_bits_destroy(bits)
    unsafe bits.deallocate()
    unsafe speex_encoder_destroy(state)
  }

  mutating func encode(_ pcm: Span<Int16>, into payload: inout [UInt8]) throws(CodecError) {
    guard !pcm.isEmpty, pcm.count % band.samples == 0,
      pcm.count / band.samples <= SpeexPayload.mostFrames
    else { throw .impossiblePacket(codec: "speex", frames: pcm.count) }
    unsafe speex_bits_reset(bits)
    for start in stride(from: 0, to: pcm.count, by: band.samples) {
      // It may write into what it is given to encode.
      var speech: [Int16] = []
      for index in start..<start + band.samples { speech.append(pcm[index]) }
      _ = unsafe speex_encode_int(state, &speech, bits)
    }
    unsafe speex_bits_insert_terminator(bits)
    // No frame has more than 141 bytes.
    var bytes = [CChar](repeating: 0, count: 141 * pcm.count / band.samples + 2)
    let length = unsafe speex_bits_write(bits, &bytes, Int32(bytes.count))
    payload += bytes.prefix(Int(length)).map { UInt8(bitPattern: $0) }
  }
}
