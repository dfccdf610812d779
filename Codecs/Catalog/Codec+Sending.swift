package import Audio

/// What a sender of the codec does.
extension Codec {
  /// The format of one channel; without a clock rate it has the usual one.
  package func format(clockRate: Int? = nil, parameters: String = "") -> MediaFormat {
    MediaFormat(
      encodingName: name, clockRate: clockRate ?? clockRates.usual, parameters: parameters)
  }

  /// The payload type that RFC 3551 assigns to the format, or else the usual dynamic one.
  package func payloadType(for format: MediaFormat) -> UInt8 {
    format.assignedPayloadType ?? dynamicPayloadType
  }

  /// How long packets are.
  package func packetLength(for format: MediaFormat) -> PacketLength {
    packets?(format) ?? PacketLength(.multiples(of: constantRate(for: format)?.frames ?? 1))
  }

  /// The channels that a session description always gives, whatever is sent; nil where it gives as
  /// many as there are.
  package var describedChannels: Int? {
    if case .coded(let most, _) = channelCount { most } else { nil }
  }

  /// What an rtpmap says of a format, after the payload type: `opus/48000/2`.
  package static func rtpmap(of format: MediaFormat) -> String {
    MediaFormat(
      encodingName: format.encodingName, clockRate: format.clockRate,
      channels: codec(for: format)?.describedChannels ?? format.channels
    ).rtpmap
  }
}
