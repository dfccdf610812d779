internal import Audio

extension Codec {
  /// A codec that spends the same number of bytes on each sample of each channel.
  ///
  /// RFC 3551, section 4.5, leaves its sample rate open, which is the RTP clock rate.
  convenience init(
    name: String, aliases: [String] = [], bytesPerSample: Int, usualRate: Int = 8000,
    channels: ClosedRange<Int> = 1...8, decoder: @escaping DecoderMaker,
    encoder: EncoderMaker? = nil,
    remainders: (@Sendable (Span<UInt8>, inout MutableSpan<Int16>) -> Void)? = nil,
    packets: (@Sendable (MediaFormat) -> PacketLength)? = nil
  ) {
    self.init(
      name: name, aliases: aliases, clockRates: .any(usual: usualRate),
      channelCount: .described(channels),
      timing: .constant {
        ConstantRate(bytes: bytesPerSample &* max(1, $0.channels), ticks: 1, frames: 1)
      },
      packets: packets, remainders: remainders, decoder: decoder, encoder: encoder)
  }
}
