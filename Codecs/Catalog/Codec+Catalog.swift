package import Audio

extension Codec {
  /// Every codec there is.
  package static let all: [Codec] =
    [
      .pcmu, .pcma, .g722, .opus, .multiOpus, .l8, .l16, .l20, .l24, .gsm, .dvi4, .vdvi, .lpc,
      .g729, .amr,
      .amrWB, .iuUP, .speex, .ilbc, .g723,
    ] + g726

  /// The codec of `format`; nil where the name is unknown or clock rate or channels make no sense.
  package static func codec(for format: MediaFormat) -> Codec? {
    let key = format.key
    return all.first { $0.keys.contains(key) && $0.accepts(format) }
  }

  /// The format that packets have where that one is given: some codecs have one clock, whatever is said of it.
  package func meant(by format: MediaFormat) -> MediaFormat {
    MediaFormat(
      encodingName: format.encodingName, clockRate: clockRates.meant(by: format.clockRate),
      channels: format.channels, parameters: format.parameters)
  }

  /// The codec that goes by a name, written in any case.
  package static func named(_ name: String) -> Codec? {
    let key = name.uppercased()
    return all.first { $0.keys.contains(key) }
  }

  /// The formats that may be guessed from packets, each with its codec.
  package static let guesses: [(codec: Codec, format: MediaFormat)] = all.flatMap { codec in
    codec.guesses.map { (codec, $0) }
  }

  private func accepts(_ format: MediaFormat) -> Bool {
    clockRates.accepts(format.clockRate) && channelCount.range.contains(format.channels)
  }
}
