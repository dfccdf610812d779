import Audio
import Codecs
import Glibc

/// Tells SRTP that nothing announced, by its first payloads.
///
/// Two things tell it, as each byte of a payload is encrypted and a tag stands behind it:
/// - payloads longer than their timestamp step by the size of an authentication tag (RFC 3711, section 4.2; RFC 7714),
///   with the entropy of noise: G.711 and G.722 of speech and music stay well below 7.8 bits a byte, a cipher's output
///   reaches 8;
/// - where the head of a payload says how it is coded: heads that are all different, or break the codec's rules. Twelve
///   packets of Opus have one to four configurations, noise has five and more.
struct EncryptionLook {
  let isEncrypted: Bool

  private static let entropyOfNoise = 7.9
  private static let fewestBytes = 2000
  /// Packets whose heads are looked at, and how many of these are out of order in noise.
  private static let heads = (looked: 12, different: 8, wild: 5)

  init(
    _ entries: [PacketEntry], of batch: EncodedBatch, format index: UInt16, codec: Codec,
    as format: MediaFormat
  ) {
    let entries = entries.filter { $0.format == index && $0.length > 0 }
    // Sizes and heads alone tell most streams from SRTP, and are little to look at beside their bytes.
    isEncrypted =
      Self.hasWildHeads(entries, of: batch, codec, format)
      || Self.isTagged(entries, of: batch, codec, format)
        && Self.isNoise(entries, of: batch, fewestBytes: Self.fewestBytes)
  }

  /// Whether the heads of the first payloads are those of noise.
  private static func hasWildHeads(
    _ entries: [PacketEntry], of batch: EncodedBatch, _ codec: Codec, _ format: MediaFormat
  ) -> Bool {
    guard entries.count >= heads.looked else { return false }
    var broken = 0
    var configurations: Set<Int> = []
    var first: Set<UInt8> = []
    for entry in entries.prefix(heads.looked) {
      let payload = batch.page(of: entry).span.extracting(entry.range)
      first.insert(payload[0])
      if let configuration = codec.configuration(of: payload, for: format) {
        configurations.insert(configuration)
      } else {
        broken += 1
      }
    }
    return first.count >= heads.different && broken + configurations.count >= heads.wild
  }

  /// Whether most payloads are longer by a tag than what fills their step of the timestamp.
  private static func isTagged(
    _ entries: [PacketEntry], of batch: EncodedBatch, _ codec: Codec, _ format: MediaFormat
  ) -> Bool {
    let rate = codec.speechRate(for: format)
    var tagged = 0
    var steps = 0
    for (entry, next) in zip(entries, entries.dropFirst()) where next.order == entry.order + 1 {
      let step = Int(next.timestamp &- entry.timestamp)
      steps += 1
      if let rate {
        // Times `ticks`, as a tick may be worth less than a byte.
        let excess = Int(entry.length) * rate.ticks - step * rate.bytes
        tagged += excess % rate.ticks == 0 && tags.contains(excess / rate.ticks) ? 1 : 0
      } else {
        let payload = batch.page(of: entry).span.extracting(entry.range)
        guard codec.duration(of: payload, for: format) != step else { continue }
        let fits = tags.contains {
          codec.duration(of: payload.extracting(first: max(0, payload.count - $0)), for: format)
            == step
        }
        tagged += fits ? 1 : 0
      }
    }
    return tagged * 2 > steps
  }

  /// The bytes of a tag: HMAC-SHA1 with 32 and 80 bits, GCM, and each with a key identifier of four bytes.
  private static let tags: Set = [4, 8, 10, 14, 16, 20]

  /// Whether the bytes of the payloads, so many at least, are evenly spread.
  private static func isNoise(
    _ entries: [PacketEntry], of batch: EncodedBatch, fewestBytes: Int
  ) -> Bool {
    var histogram = [Int](repeating: 0, count: 256)
    for entry in entries {
      let page = batch.page(of: entry)
      let payload = page.span.extracting(entry.range)
      for position in payload.indices { histogram[Int(payload[position])] += 1 }
    }
    let total = histogram.reduce(0, +)
    return total >= fewestBytes && entropy(histogram, total: total) >= entropyOfNoise
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

extension EncryptionLook {
  /// Looks at payloads of a number that nothing names: those that would be encrypted Opus, if they were of Opus, and
  /// look like noise in all.
  init(_ entries: [PacketEntry], of batch: EncodedBatch, unnamed index: UInt16) {
    let entries = entries.filter { $0.format == index && $0.length > 0 }
    isEncrypted =
      Codec.guesses.contains { Self.hasWildHeads(entries, of: batch, $0.codec, $0.format) }
      && Self.isNoise(entries, of: batch, fewestBytes: Self.fewestBytes)
  }
}
