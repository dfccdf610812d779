import Audio

/// What a decoder is wanted for.
struct DecoderRequest: Sendable {
  let format: MediaFormat
  /// Channels of its output.
  let channels: Int
  /// Whether it is asked to conceal losses, for which some decoders remember what they decoded.
  let conceals: Bool
}
