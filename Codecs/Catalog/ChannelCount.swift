/// Who says how many channels the audio of a codec has.
enum ChannelCount: Sendable {
  /// The format does, within a range that makes sense.
  case described(ClosedRange<Int>)
  /// Each payload does, from one to `most`; a decoder makes of it as many as it is asked for.
  ///
  /// The format says `most` in any case.
  case coded(most: Int, @Sendable (Span<UInt8>) -> Int)

  /// What formats may say, and decoders and encoders be asked for.
  var range: ClosedRange<Int> {
    switch self {
    case .described(let range): range
    case .coded(let most, _): 1...max(1, most)
    }
  }
}
