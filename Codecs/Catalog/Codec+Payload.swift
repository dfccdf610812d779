package import Audio

extension Codec {
  /// Audio frames a second, which is not always the RTP clock rate.
  package func sampleRate(for format: MediaFormat) -> Int { rate(format) }

  /// The channels coded in `payload`, at least 1.
  package func channels(in payload: Span<UInt8>, for format: MediaFormat) -> Int {
    switch channelCount {
    case .described: max(1, format.channels)
    case .coded(_, let count): count(payload)
    }
  }

  /// Whether a decoder gives as many channels as it is asked for, whatever is coded.
  ///
  /// Otherwise it gives as many as the format says.
  package var decoderMixes: Bool {
    if case .coded = channelCount { true } else { false }
  }

  /// How long `payload` lasts, and whether it is silence; nil where a damaged payload does not tell.
  package func time(of payload: Span<UInt8>, for format: MediaFormat) -> PayloadTime? {
    switch timing {
    case .constant(let rate): PayloadTime(rate(format).duration(of: payload.count))
    case .coded(let time, _): payload.isEmpty ? 0 : time(payload, format)
    }
  }

  /// How long `payload` lasts in ticks of the RTP clock, found without decoding.
  ///
  /// Nil where a damaged payload does not tell.
  package func duration(of payload: Span<UInt8>, for format: MediaFormat) -> Int? {
    time(of: payload, for: format)?.ticks
  }

  /// The same of a payload that may be of another codec; nil where it does not look like this one.
  package func plausibleTime(of payload: Span<UInt8>, for format: MediaFormat) -> PayloadTime? {
    isPlausible(payload, format) ? time(of: payload, for: format) : nil
  }

  /// What the head of `payload` says of the coder's state, of which a stream has few; nil where the payload breaks the
  /// rules of the codec.
  package func configuration(of payload: Span<UInt8>, for format: MediaFormat) -> Int? {
    configuration(payload, format)
  }

  /// No payload of `byteCount` bytes decodes to more frames than this.
  package func maximumFrames(in byteCount: Int, for format: MediaFormat) -> Int {
    switch timing {
    case .constant(let rate): rate(format).frames(in: max(0, byteCount))
    case .coded(_, let frames): byteCount <= 0 ? 0 : frames(byteCount, format)
    }
  }

  /// The bytes and ticks of equal time; nil where a payload itself tells how long it lasts.
  package func constantRate(for format: MediaFormat) -> ConstantRate? {
    if case .constant(let rate) = timing { rate(format) } else { nil }
  }

  /// Whether samples have more than the 16 bits that a decoder gives.
  package var hasRemainders: Bool { remainders != nil }

  /// Writes what rounding to 16 bits takes from each sample of `payload`, in 1/256, to as many as `pcm` has room for.
  package func remainders(of payload: Span<UInt8>, into pcm: inout MutableSpan<Int16>) {
    remainders?(payload, &pcm)
  }

  /// Whether payloads may belie their format.
  package var hasRemarks: Bool { remarks != nil }

  /// What the format says of `payload` that is not so, as a clause that follows "but"; nil where nothing is.
  package func remark(on payload: Span<UInt8>, of format: MediaFormat) -> String? {
    remarks?(payload, format)
  }

  /// The bytes and ticks of speech, which payloads of silence may fall short of; nil where speech
  /// takes now more and now less.
  package func speechRate(for format: MediaFormat) -> ConstantRate? {
    speechRate ?? constantRate(for: format)
  }
}
