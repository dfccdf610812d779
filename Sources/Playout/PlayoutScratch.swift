/// Buffers that one worker lends to the streams it plays, one after the other.
package struct PlayoutScratch: ~Copyable {
  /// Interleaved samples on their way to the sink.
  var block: [Int16] = []
  /// What rounding to 16 bits took from the samples of `block`, in 1/256; empty unless it is kept, and zero behind
  /// what is taken.
  var remainders: [Int16] = []
  /// Samples of `block` that are taken.
  var used = 0
  /// One packet's samples before they are resampled or spread over other channels.
  var packet: [Int16] = []
  /// What the resampler gave.
  var resampled: [Int16] = []

  /// A block goes to the sink when it holds this many samples, and at the end of a batch.
  static let flushThreshold = 32_768

  /// Makes empty buffers, which grow as they are needed.
  package init() {}

  /// Makes room for `samples` more in the block.
  mutating func reserve(_ samples: Int) {
    if used &+ samples > block.count { Self.grow(&block, to: used + samples) }
  }

  /// Makes room for as many remainders as the block has samples.
  mutating func reserveRemainders() {
    if remainders.count < block.count { Self.grow(&remainders, to: block.count) }
  }

  /// Makes room for one packet of `samples`.
  mutating func reservePacket(_ samples: Int) {
    if samples > packet.count { Self.grow(&packet, to: samples) }
  }

  /// Puts the packet's first `samples` behind what is taken of the block.
  mutating func takePacket(_ samples: Int) {
    reserve(samples)
    for index in 0..<samples { block[used + index] = packet[index] }
  }

  /// Puts what the resampler gave behind what is taken of the block.
  mutating func takeResampled() {
    reserve(resampled.count)
    for index in resampled.indices { block[used + index] = resampled[index] }
  }

  @inline(never)
  private static func grow(_ buffer: inout [Int16], to count: Int) {
    let count = max(count, 2 * buffer.count)
    buffer.append(contentsOf: repeatElement(0, count: count - buffer.count))
  }
}
