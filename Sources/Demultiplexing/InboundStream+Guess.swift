import Audio
import Codecs
package import Playout

extension InboundStream {
  /// Packets that a codec is guessed from.
  package static let guessedPackets = 512
  /// Packets that must agree before a codec is guessed.
  private static let fewestSteps = 20

  /// Names the payload types that nothing named, where the packets themselves leave no doubt:
  /// Opus, whose first byte says how long a packet lasts, when that is what the timestamps step by.
  package mutating func guessFormats(from batch: EncodedBatch) {
    let opus = MediaFormat(encodingName: "opus", clockRate: 48_000, channels: 2)
    for index in formats.indices where formats[index].isUnknown {
      guard formats[index].payloadType >= 96, Self.looksLikeOpus(batch, index, opus) else {
        continue
      }
      formats[index].resolve(to: opus, from: .guess)
    }
  }

  private static func looksLikeOpus(
    _ batch: EncodedBatch, _ index: Int, _ opus: MediaFormat
  ) -> Bool {
    guard let codec = Codec.codec(for: opus) else { return false }
    let entries = batch.entries
    var agreeing = 0
    var steps = 0
    for (entry, next) in zip(entries, entries.dropFirst())
    where Int(entry.format) == index && next.order == entry.order + 1 {
      let page = batch.page(of: entry)
      let payload = page.span.extracting(entry.range)
      let duration = codec.duration(of: payload, for: opus)
      steps += 1
      agreeing += duration == Int(next.timestamp &- entry.timestamp) ? 1 : 0
    }
    return agreeing >= fewestSteps && agreeing * 10 >= steps * 9
  }
}
