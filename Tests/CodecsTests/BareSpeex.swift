import CSpeex

/// libspeex, called without any code of ours.
@safe
final class BareSpeex {
  let samples: Int
  private let encoder: UnsafeMutableRawPointer
  private let decoder: UnsafeMutableRawPointer
  private let bits = UnsafeMutablePointer<SpeexBits>.allocate(capacity: 1)

  /// Band 0, 1 or 2: 8, 16 or 32 kHz.
  init(band: Int, quality: Int32 = 6, detectsSilence: Bool = false) {
    guard let mode = unsafe speex_lib_get_mode(Int32(band)),
      let encoder = unsafe speex_encoder_init(mode), let decoder = unsafe speex_decoder_init(mode)
    else { fatalError("libspeex makes no coder") }
    unsafe (self.encoder, self.decoder) = (encoder, decoder)
    unsafe speex_bits_init(bits)
    samples = 160 << band
    var (quality, isOn) = (quality, Int32(1))
    _ = unsafe speex_encoder_ctl(encoder, SPEEX_SET_QUALITY, &quality)
    if detectsSilence {
      _ = unsafe speex_encoder_ctl(encoder, SPEEX_SET_VAD, &isOn)
      _ = unsafe speex_encoder_ctl(encoder, SPEEX_SET_DTX, &isOn)
    }
  }

  deinit {
    unsafe speex_bits_destroy(bits)
    unsafe bits.deallocate()
    unsafe speex_encoder_destroy(encoder)
    unsafe speex_decoder_destroy(decoder)
  }

  /// Payloads of so many frames; nil where the encoder says that none of them need be sent.
  func encode(_ pcm: [Int16], perPacket: Int) -> [[UInt8]?] {
    stride(from: 0, through: pcm.count - samples * perPacket, by: samples * perPacket).map {
      start in
      unsafe speex_bits_reset(bits)
      var isSent = false
      for index in 0..<perPacket {
        var frame = Array(pcm[start + index * samples..<start + (index + 1) * samples])
        if unsafe speex_encode_int(encoder, &frame, bits) != 0 { isSent = true }
      }
      unsafe speex_bits_insert_terminator(bits)
      var bytes = [CChar](repeating: 0, count: 2000)
      let length = unsafe speex_bits_write(bits, &bytes, 2000)
      return isSent ? bytes[..<Int(length)].map { UInt8(bitPattern: $0) } : nil
    }
  }

  /// The samples of a payload, frame by frame until the library has no more, or `most` samples.
  func decode(_ payload: [UInt8], most: Int = .max) -> [Int16] {
    unsafe speex_bits_read_from(bits, payload.map { CChar(bitPattern: $0) }, Int32(payload.count))
    var samples: [Int16] = []
    while samples.count < most {
      var frame = [Int16](repeating: 0, count: self.samples)
      guard unsafe speex_decode_int(decoder, bits, &frame) == 0 else { return samples }
      samples += frame
      if unsafe speex_bits_remaining(bits) < 5 { break }
    }
    return samples
  }

  /// What is made up for a frame.
  func conceal() -> [Int16] {
    var frame = [Int16](repeating: 0, count: samples)
    _ = unsafe speex_decode_int(decoder, nil, &frame)
    return frame
  }
}
