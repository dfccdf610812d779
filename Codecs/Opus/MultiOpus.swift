internal import Audio

extension Codec {
  /// Opus with more than two channels, as Chrome and GStreamer name it: several Opus streams a packet (RFC 7845,
  /// section 5.1.1), with their number and the channels that they become in the fmtp.
  ///
  /// Channels come in the order of that mapping.
  package static let multiOpus = Codec(
    name: "multiopus", clockRates: .always(48000), channelCount: .described(1...8),
    timing: .coded(
      { payload, _ in OpusPacket(payload).map { PayloadTime($0.frames) } },
      maximumFrames: { _, _ in OpusPacket.maximumFrames }),
    refusals: { OpusChannelLayout($0) == nil ? "channel_mapping" : nil },
    library: Codec.opus.library,
    decoder: { request throws(CodecError) in
      guard let layout = OpusChannelLayout(request.format) else {
        throw .noDecoder(codec: "multiopus", channels: request.channels)
      }
      return try OpusAudioDecoder(layout)
    })
}

/// Which decoded channels of several Opus streams become which channels of the output (RFC 7845, section 5.1.1).
struct OpusChannelLayout {
  /// Opus streams in a packet.
  let streams: Int
  /// Those of them, the first, that are stereo.
  let coupled: Int
  /// For each channel the decoded one, 255 for silence.
  let mapping: [UInt8]

  /// Takes what the fmtp says, and of what it does not say the channels of Vorbis; nil where that does not add up.
  init?(_ format: MediaFormat) {
    let parameters = FormatParameters(format)
    let usual = Self.usual(format.channels)
    streams = parameters.integer("num_streams") ?? usual.streams
    coupled = parameters.integer("coupled_streams") ?? usual.coupled
    mapping =
      parameters["channel_mapping"]?.split(separator: ",", omittingEmptySubsequences: false)
      .map { UInt8($0) ?? 254 } ?? usual.mapping
    guard mapping.count == format.channels, (1...255).contains(streams),
      (0...streams).contains(coupled), streams + coupled <= 255,
      mapping.allSatisfy({ $0 == 255 || Int($0) < streams + coupled })
    else { return nil }
  }

  /// RFC 7845, section 5.1.1.2.
  private static func usual(_ channels: Int) -> (streams: Int, coupled: Int, mapping: [UInt8]) {
    switch channels {
    case 2: (1, 1, [0, 1])
    case 3: (2, 1, [0, 2, 1])
    case 4: (2, 2, [0, 1, 2, 3])
    case 5: (3, 2, [0, 4, 1, 2, 3])
    case 6: (4, 2, [0, 4, 1, 2, 3, 5])
    case 7: (4, 3, [0, 4, 1, 2, 3, 5, 6])
    case 8: (5, 3, [0, 6, 1, 2, 3, 4, 5, 7])
    default: (1, 0, [0])
    }
  }
}
