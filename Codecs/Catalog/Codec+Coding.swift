package import Audio

extension Codec {
  /// The library that is needed and cannot be loaded; nil where nothing is missing.
  package var missingLibrary: CodecLibrary? {
    guard let library, !library.isThere() else { return nil }
    return library
  }

  /// The parameter of the format that no decoder is made for; nil where there is none.
  package func refusal(of format: MediaFormat) -> String? { refusals(format) }

  /// A decoder at the start of a stream, whose output has `channels` channels.
  ///
  /// Without `conceals` it may have nothing to conceal a loss with. Throws where there is none for
  /// so many channels, and where a library is missing.
  package func makeDecoder(
    for format: MediaFormat, channels: Int, conceals: Bool = true
  ) throws(CodecError) -> any AudioDecoder & ~Copyable {
    guard channelCount.range.contains(channels) else {
      throw .noDecoder(codec: name, channels: channels)
    }
    if let missingLibrary { throw .noLibrary(missingLibrary.absence) }
    return try decoder(DecoderRequest(format: format, channels: channels, conceals: conceals))
  }

  /// Whether there is an encoder.
  package var canEncode: Bool { encoder != nil }

  /// An encoder at the start of a stream, whose input has `channels` channels.
  ///
  /// It obeys the format's parameters. Throws where there is none for so many channels, and where a
  /// library is missing.
  package func makeEncoder(
    for format: MediaFormat, channels: Int = 1
  ) throws(CodecError) -> any AudioEncoder & ~Copyable {
    guard let encoder, channelCount.range.contains(channels) else {
      throw .noEncoder(codec: name, channels: channels)
    }
    if let missingLibrary { throw .noLibrary(missingLibrary.absence) }
    return try encoder(format, channels)
  }
}
