/// Turns the payloads of one RTP stream into PCM, in the order of their sequence numbers.
package protocol AudioDecoder: ~Copyable, Sendable {
  /// Decodes one payload to the front of `pcm`, channels interleaved; returns frames written.
  ///
  /// A frame is one sample of every channel. No bytes give no frames. `Codec.maximumFrames` says
  /// how much room is enough; a payload that does not fit or is damaged throws.
  mutating func decode(
    _ payload: Span<UInt8>, into pcm: inout MutableSpan<Int16>
  ) throws(CodecError) -> Int

  /// Decodes only these of the coded frames of the next payload: what the others hold is there already.
  ///
  /// Only decoders of codecs with a `FrameRepetition` are asked to.
  mutating func select(_ frames: Range<Int>)

  /// Writes up to `frames` frames in place of what was lost; returns frames written.
  ///
  /// That is all of them where `pcm` has the room; none where the decoder was not made to conceal and
  /// has no way of its own. What is decoded next may be changed at its beginning, to join them.
  mutating func conceal(frames: Int, into pcm: inout MutableSpan<Int16>) -> Int

  /// Decodes what the packet after a loss carries of the audio before it; nil where that is nothing.
  ///
  /// At most `frames` frames go to the front of `pcm`; as many as are returned end where `next`
  /// begins. Call it before `next` itself is decoded.
  mutating func recover(
    frames: Int, from next: Span<UInt8>, into pcm: inout MutableSpan<Int16>
  ) -> Int?

  /// The name of the codec that all the audio so far sounds like, where that is another than the one decoded.
  mutating func soundsLike() -> String?

  /// The frames of comfort noise in which the payload decoded last ended; nil where that was speech.
  ///
  /// Where it is not nil, `conceal` goes on with that noise until speech comes.
  mutating func noiseFrames() -> Int?
}

extension AudioDecoder where Self: ~Copyable {
  package mutating func select(_ frames: Range<Int>) {}

  package mutating func soundsLike() -> String? { nil }

  package mutating func noiseFrames() -> Int? { nil }

  package mutating func recover(
    frames: Int, from next: Span<UInt8>, into pcm: inout MutableSpan<Int16>
  ) -> Int? { nil }
}
