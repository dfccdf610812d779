import Audio
import Codecs
import Glibc

/// Tells SRTP that nothing announced: payloads longer than their timestamp step by the size of an
/// authentication tag (RFC 3711, section 4.2; RFC 7714), with the entropy of noise.
///
/// G.711 and G.722 of speech and music stay well below 7.8 bits a byte; a block cipher's output
/// reaches 8.
struct EncryptionLook {
  let isEncrypted: Bool

  /// HMAC-SHA1 with 32 and 80 bits, GCM, and each with a key identifier of four bytes.
  private static let tags: Set<Int> = [4, 8, 10, 14, 16, 20]
  private static let entropyOfNoise = 7.9
  private static let fewestBytes = 2000

  init(_ batch: EncodedBatch, format index: UInt16, codec: Codec, as format: MediaFormat) {
    guard ["PCMU", "PCMA", "G722", "L16"].contains(codec.name) else {
      isEncrypted = false
      return
    }
    var histogram = [Int](repeating: 0, count: 256)
    var tagged = 0
    var steps = 0
    var previous: PacketEntry?
    for entry in batch.entries.prefix(Opening.packets) where entry.format == index {
      let page = batch.page(of: entry)
      let payload = page.span.extracting(entry.range)
      for position in payload.indices { histogram[Int(payload[position])] += 1 }
      if let previous, entry.order == previous.order + 1 {
        let step = Int(entry.timestamp &- previous.timestamp)
        let size = codec.name == "L16" ? step * 2 * format.channels : step
        steps += 1
        tagged += Self.tags.contains(Int(previous.length) - size) ? 1 : 0
      }
      previous = entry
    }
    let total = histogram.reduce(0, +)
    isEncrypted =
      total >= Self.fewestBytes && steps > 0 && tagged * 2 > steps
      && Self.entropy(histogram, total: total) >= Self.entropyOfNoise
  }

  /// Bits a byte, with the correction of Miller and Madow for a small sample.
  private static func entropy(_ histogram: [Int], total: Int) -> Double {
    let total = Double(total)
    let plain = histogram.lazy.filter { $0 > 0 }.map { count in
      let share = Double(count) / total
      return -share * log2(share)
    }.reduce(0, +)
    return plain + 255 / (2 * total * log(2))
  }
}
