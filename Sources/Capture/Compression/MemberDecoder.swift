/// Decompresses one member (gzip) or frame (zstd, lz4) after another.
protocol MemberDecoder: AnyObject {
  /// Decompresses what it can of `input` into `output`, which has room.
  func decode(_ input: Span<UInt8>, into output: inout MutableSpan<UInt8>) -> DecodingStep
}

/// What came of one call of a decoder.
struct DecodingStep {
  enum Outcome {
    case inside
    /// The member is whole; the next bytes begin another one.
    case memberEnded
    /// What follows cannot be decompressed; why, in the library's words.
    case damaged(String)
  }

  /// Bytes of the input that were used.
  var consumed = 0
  /// Bytes of the output that were written.
  var produced = 0
  var outcome = Outcome.inside
}
