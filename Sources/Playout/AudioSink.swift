/// Where a stream's audio goes, block by block.
package protocol AudioSink: AnyObject {
  /// Takes the next frames, interleaved; the first call comes when the first audio is there.
  ///
  /// `remainders` are what rounding to 16 bits took from each sample, in 1/256; none where nothing did.
  func write(
    _ frames: Span<Int16>, remainders: Span<Int16>, sampleRate: Int, channels: Int
  ) throws(SinkFailure)
}

/// A sink could not take audio any more; the sentence says why.
package struct SinkFailure: Error, CustomStringConvertible {
  package let description: String
  /// Whether the output could not be created, rather than written.
  package let isCreation: Bool

  package init(_ description: String, isCreation: Bool) {
    self.description = description
    self.isCreation = isCreation
  }
}
