package import Audio

/// A row of the catalog: an audio codec that can be decoded, and encoded where there is an encoder.
///
/// Every member takes the media format that `codec(for:)` accepted.
package struct Codec: Sendable {
  /// The encoding name as IANA spells it.
  package let name: String

  let isUsable: @Sendable (MediaFormat) -> Bool
  let rate: @Sendable (MediaFormat) -> Int
  let channelsOf: @Sendable (Span<UInt8>, MediaFormat) -> Int
  let timing: Timing
  let decoder: @Sendable (DecoderRequest) throws(CodecError) -> any AudioDecoder & ~Copyable
  var encoder: (@Sendable (MediaFormat, Int) throws(CodecError) -> any AudioEncoder & ~Copyable)?

  /// How time follows from bytes.
  enum Timing: Sendable {
    case constant(@Sendable (MediaFormat) -> ConstantRate)
    /// The payload itself tells, in ticks; and the most frames that one has.
    case coded(@Sendable (Span<UInt8>) -> Int?, maximumFrames: Int)
  }

  /// Every codec there is.
  package static let all: [Codec] = [.pcmu, .pcma, .g722, .opus, .l16]

  /// The codec of `format`; nil where the name is unknown or clock rate or channels make no sense.
  package static func codec(for format: MediaFormat) -> Codec? {
    let key = format.key
    return all.first { $0.name.uppercased() == key && $0.isUsable(format) }
  }

  /// Audio frames a second, which is not always the RTP clock rate.
  package func sampleRate(for format: MediaFormat) -> Int { rate(format) }

  /// The channels coded in `payload`, at least 1.
  package func channels(in payload: Span<UInt8>, for format: MediaFormat) -> Int {
    channelsOf(payload, format)
  }

  /// How long `payload` lasts in ticks of the RTP clock, found without decoding.
  ///
  /// Nil where a damaged payload does not tell.
  package func duration(of payload: Span<UInt8>, for format: MediaFormat) -> Int? {
    switch timing {
    case .constant(let rate): rate(format).duration(of: payload.count)
    case .coded(let duration, _): duration(payload)
    }
  }

  /// No payload of `byteCount` bytes decodes to more frames than this.
  package func maximumFrames(in byteCount: Int, for format: MediaFormat) -> Int {
    switch timing {
    case .constant(let rate): rate(format).frames(in: max(0, byteCount))
    case .coded(_, let frames): byteCount <= 0 ? 0 : frames
    }
  }

  /// What equal time takes; nil where a payload itself tells how long it lasts.
  package func constantRate(for format: MediaFormat) -> ConstantRate? {
    if case .constant(let rate) = timing { rate(format) } else { nil }
  }

  /// A decoder at the start of a stream, whose output has `channels` channels.
  ///
  /// Without `conceals` it may have nothing to conceal a loss with.
  package func makeDecoder(
    for format: MediaFormat, channels: Int, conceals: Bool = true
  ) throws(CodecError) -> any AudioDecoder & ~Copyable {
    try decoder(DecoderRequest(format: format, channels: channels, conceals: conceals))
  }

  /// Whether `makeEncoder` can succeed.
  package var canEncode: Bool { encoder != nil }

  /// An encoder at the start of a stream, whose input has `channels` channels.
  package func makeEncoder(
    for format: MediaFormat, channels: Int = 1
  ) throws(CodecError) -> any AudioEncoder & ~Copyable {
    guard let encoder else { throw .noEncoder(codec: name, channels: channels) }
    return try encoder(format, channels)
  }
}

extension Codec {
  /// A codec that spends the same number of bytes on each sample of each channel.
  ///
  /// Its sample rate is the RTP clock rate, which RFC 3551, section 4.5, leaves open.
  init(
    name: String, bytesPerSample: Int,
    decoder:
      @escaping @Sendable (DecoderRequest) throws(CodecError) -> any AudioDecoder & ~Copyable,
    encoder: (@Sendable (MediaFormat, Int) throws(CodecError) -> any AudioEncoder & ~Copyable)? =
      nil
  ) {
    self.init(
      name: name,
      isUsable: { (1000...384_000).contains($0.clockRate) && (1...8).contains($0.channels) },
      rate: { $0.clockRate },
      channelsOf: { max(1, $1.channels) },
      timing: .constant {
        ConstantRate(bytes: bytesPerSample &* max(1, $0.channels), ticks: 1, frames: 1)
      },
      decoder: { request throws(CodecError) in
        guard (1...8).contains(request.channels) else {
          throw .noDecoder(codec: name, channels: request.channels)
        }
        return try decoder(request)
      },
      encoder: encoder)
  }
}
