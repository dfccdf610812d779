import COpus
import CSpanDSP

/// libopus, called without any code of ours.
@safe
final class OpusOracle {
  private let encoder: OpaquePointer
  private let decoder: OpaquePointer
  private let channels: Int

  init(channels: Int, application: Int32 = OPUS_APPLICATION_VOIP) {
    self.channels = channels
    guard
      let encoder = unsafe opus_encoder_create(48000, Int32(channels), application, nil),
      let decoder = unsafe opus_decoder_create(48000, Int32(channels), nil)
    else { fatalError("libopus makes no coder") }
    unsafe (self.encoder, self.decoder) = (encoder, decoder)
  }

  deinit {
    unsafe opus_encoder_destroy(encoder)
    unsafe opus_decoder_destroy(decoder)
  }

  func set(_ request: Int32, _ value: Int32) {
    guard unsafe opus_encoder_set(encoder, request, value) == OPUS_OK else {
      fatalError("libopus refuses request \(request)")
    }
  }

  /// Encodes a stretch of PCM whose length is one of Opus's frame sizes.
  func encode(_ pcm: ArraySlice<Int16>) -> [UInt8] {
    var packet = [UInt8](repeating: 0, count: 4000)
    let pcm = Array(pcm)
    let length = unsafe opus_encode(
      encoder, pcm, Int32(pcm.count / channels), &packet, Int32(packet.count))
    return Array(packet[..<max(0, Int(length))])
  }

  /// Decodes a packet, or conceals where it is nil; nil where libopus reports an error.
  func decode(_ packet: [UInt8]?, frames: Int = 5760, redundancy: Bool = false) -> [Int16]? {
    var pcm = [Int16](repeating: 0, count: frames * channels)
    let count = unsafe opus_decode(
      decoder, packet, Int32(packet?.count ?? 0), &pcm, Int32(frames), redundancy ? 1 : 0)
    return count < 0 ? nil : Array(pcm[..<(Int(count) * channels)])
  }
}
