internal import Audio
internal import COpus

extension Codec {
  /// Opus (RFC 7587): always a clock of 48 kHz, and decoded at that rate.
  package static let opus = Codec(
    name: "opus",
    clockRates: .always(48000),
    // RFC 7587, section 7: an rtpmap says two channels, whatever is sent.
    channelCount: .coded(most: 2) { OpusPacket($0)?.isStereo == true ? 2 : 1 },
    timing: .coded(
      { payload, _ in OpusPacket(payload).map { PayloadTime($0.frames) } },
      maximumFrames: { _, _ in OpusPacket.maximumFrames }),
    dynamicPayloadType: 111,
    packets: { _ in PacketLength(.only(OpusPacket.encodedFrames)) },
    // RFC 7587, section 3.1.3: what a frame of silence is coded as need not be sent.
    discontinuousTransmission: DiscontinuousTransmission(
      parameter: "usedtx", "1", unsentBytes: 2),
    encoderParameters: ["useinbandfec=1", "usedtx=1"],
    guesses: [MediaFormat(encodingName: "opus", clockRate: 48000, channels: 2)],
    configuration: { payload, _ in OpusPacket(payload)?.configuration(of: payload) },
    library: CodecLibrary(name: "libopus", debianPackage: "libopus0") { libopus_is_there() },
    decoder: { request throws(CodecError) in try OpusAudioDecoder(channels: request.channels) },
    encoder: { format, channels throws(CodecError) in
      try OpusAudioEncoder(format, channels: channels)
    })
}
