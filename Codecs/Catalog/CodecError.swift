/// Why audio could not be decoded or encoded; `codec` is the encoding name.
package enum CodecError: Error, Equatable, CustomStringConvertible {
  /// The payload breaks the rules of its format.
  case damagedPayload(codec: String)
  /// The buffer given has no room for what the payload holds.
  case noRoom(codec: String)
  /// There is no decoder for that many channels, or no memory for it.
  case noDecoder(codec: String, channels: Int)
  /// There is no encoder for that many channels, or no memory for it.
  case noEncoder(codec: String, channels: Int)
  /// The codec calls a library that cannot be loaded; the text is the library's `absence`.
  case noLibrary(String)
  /// No packet of the codec has that length, in frames.
  case impossiblePacket(codec: String, frames: Int)

  package var description: String {
    switch self {
    case .damagedPayload(let codec): "a payload is not valid \(codec)"
    case .noRoom(let codec): "a \(codec) payload is longer than the buffer it is decoded into"
    case .noDecoder(let codec, let channels):
      "no \(codec) decoder for \(channels) channel\(channels == 1 ? "" : "s")"
    case .noEncoder(let codec, let channels):
      "no \(codec) encoder for \(channels) channel\(channels == 1 ? "" : "s")"
    case .noLibrary(let absence): absence
    case .impossiblePacket(let codec, let frames):
      "a packet of \(codec) cannot hold \(frames) frames"
    }
  }
}
