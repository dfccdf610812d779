internal import Audio
internal import COpus

/// Owns an encoder of libopus for voice, which keeps no state outside it and may move between
/// threads.
@safe
struct OpusAudioEncoder: AudioEncoder, ~Copyable, @unchecked Sendable {
  /// RFC 6716, section 3.2.1: more than this a frame cannot be.
  private static let largestFrame = 1275

  private let state: OpaquePointer
  private let channels: Int

  /// Makes an encoder; `useinbandfec=1` among the format's parameters makes it repeat what may be
  /// lost, with `usedtx=1` it makes packets of two bytes at most of silence, which need not be sent,
  /// and `maxaveragebitrate` sets its bit rate (RFC 7587, section 6.1).
  init(_ format: MediaFormat, channels: Int) throws(CodecError) {
    guard let count = Int32(exactly: channels),
      let state = unsafe opus_encoder_create(48000, count, OPUS_APPLICATION_VOIP, nil)
    else { throw .noEncoder(codec: "opus", channels: channels) }
    unsafe self.state = state
    self.channels = channels
    let parameters = FormatParameters(format)
    if parameters.isOn("useinbandfec") {
      unsafe opus_encoder_set(state, OPUS_SET_INBAND_FEC_REQUEST, 1)
      unsafe opus_encoder_set(state, OPUS_SET_PACKET_LOSS_PERC_REQUEST, 15)
    }
    if parameters.isOn("usedtx") {
      unsafe opus_encoder_set(state, OPUS_SET_DTX_REQUEST, 1)
    }
    if let rate = parameters.integer("maxaveragebitrate"), (6000...510_000).contains(rate) {
      unsafe opus_encoder_set(state, OPUS_SET_BITRATE_REQUEST, opus_int32(rate))
    }
  }

  deinit { unsafe opus_encoder_destroy(state) }

  mutating func encode(_ pcm: Span<Int16>, into payload: inout [UInt8]) throws(CodecError) {
    let frames = pcm.count / channels
    guard OpusPacket.encodedFrames.contains(frames) else {
      throw .impossiblePacket(codec: "opus", frames: frames)
    }
    var packet = [UInt8](repeating: 0, count: 3 * Self.largestFrame + 7)
    let room = Int32(packet.count)
    let length = unsafe pcm.withUnsafeBufferPointer { pcm in
      unsafe packet.withUnsafeMutableBufferPointer { packet in
        guard let pcm = pcm.baseAddress, let packet = packet.baseAddress else {
          return OPUS_BAD_ARG
        }
        return unsafe opus_encode(state, pcm, Int32(frames), packet, room)
      }
    }
    guard length > 0 else { throw .impossiblePacket(codec: "opus", frames: frames) }
    payload.append(contentsOf: packet[..<Int(length)])
  }
}
