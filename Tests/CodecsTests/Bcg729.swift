import CBcg729

/// libbcg729, called without any code of ours.
@safe
final class Bcg729 {
  private let encoder: OpaquePointer
  private let decoder: OpaquePointer

  init(detectsSilence: Bool = false) {
    guard let encoder = unsafe initBcg729EncoderChannel(detectsSilence ? 1 : 0),
      let decoder = unsafe initBcg729DecoderChannel()
    else { fatalError("libbcg729 makes no coder") }
    unsafe (self.encoder, self.decoder) = (encoder, decoder)
  }

  deinit {
    unsafe closeBcg729EncoderChannel(encoder)
    unsafe closeBcg729DecoderChannel(decoder)
  }

  /// The frames of 10 ms of 8 kHz audio: 10 bytes, 2 where they describe silence, none in it.
  func encode(_ pcm: [Int16]) -> [[UInt8]] {
    stride(from: 0, through: pcm.count - 80, by: 80).map { start in
      var frame = [UInt8](repeating: 0, count: 10)
      var length: UInt8 = 0
      unsafe bcg729Encoder(encoder, Array(pcm[start..<start + 80]), &frame, &length)
      return Array(frame[..<Int(length)])
    }
  }

  /// The samples of a frame; of none, what is made up in its place.
  func decode(_ frame: [UInt8]) -> [Int16] {
    var pcm = [Int16](repeating: 0, count: 80)
    if frame.isEmpty {
      unsafe bcg729Decoder(decoder, nil, 0, 1, 0, 0, &pcm)
    } else {
      unsafe bcg729Decoder(
        decoder, frame, UInt8(frame.count), 0, frame.count == 2 ? 1 : 0, 0, &pcm)
    }
    return pcm
  }
}
