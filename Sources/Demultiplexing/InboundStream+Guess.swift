import Audio
import Codecs
package import Playout

extension InboundStream {
  /// Packets that a codec is guessed from.
  package static let guessedPackets = 512
  /// Packets that must agree before a codec is guessed.
  private static let fewestSteps = 20

  /// Names the payload types that nothing named, where the packets themselves leave no doubt:
  /// their framing says how long each lasts, and that is what the timestamps step by.
  package mutating func guessFormats(from batch: EncodedBatch) {
    for index in formats.indices
    where formats[index].isUnknown && formats[index].payloadType >= 96 {
      let guess = Codec.guesses.first { Self.fits(batch, index, $0.codec, $0.format) }
      if let guess { formats[index].resolve(to: guess.format, from: .guess) }
    }
  }

  private static func fits(
    _ batch: EncodedBatch, _ index: Int, _ codec: Codec, _ format: MediaFormat
  ) -> Bool {
    let entries = batch.entries
    var agreeing = 0
    var steps = 0
    for (entry, next) in zip(entries, entries.dropFirst())
    where Int(entry.format) == index && next.order == entry.order + 1 {
      let page = batch.page(of: entry)
      let payload = page.span.extracting(entry.range)
      let duration = codec.duration(of: payload, for: format)
      steps += 1
      agreeing += duration == Int(next.timestamp &- entry.timestamp) ? 1 : 0
    }
    return agreeing >= fewestSteps && agreeing * 10 >= steps * 9
  }
}
