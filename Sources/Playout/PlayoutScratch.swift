/// Buffers that one worker lends to the streams it plays, one after the other.
package final class PlayoutScratch {
  /// Interleaved samples on their way to the sink.
  var block = [Int16](repeating: 0, count: 65_536)
  /// Samples of `block` that are taken.
  var used = 0
  /// One packet's samples before they are resampled or spread over other channels.
  var packet = [Int16](repeating: 0, count: 5760 * 2)
  /// What the resampler gave.
  var resampled: [Int16] = []

  /// A block goes to the sink when it holds this many samples, and at the end of a batch.
  static let flushThreshold = 32_768

  package init() {}

  /// Makes room for `samples` more in the block.
  func reserve(_ samples: Int) {
    if used + samples > block.count {
      block.append(contentsOf: repeatElement(0, count: used + samples - block.count))
    }
  }

  /// Makes room for one packet of `samples`.
  func reservePacket(_ samples: Int) {
    if samples > packet.count {
      packet.append(contentsOf: repeatElement(0, count: samples - packet.count))
    }
  }
}
