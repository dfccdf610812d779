/// Turns PCM into the payloads of one RTP stream, one after the other.
package protocol AudioEncoder: ~Copyable, Sendable {
  /// Appends the payload for one packet of audio, channels interleaved, to `payload`.
  ///
  /// Throws where a packet of the codec cannot have that length.
  mutating func encode(_ pcm: Span<Int16>, into payload: inout [UInt8]) throws(CodecError)
}
