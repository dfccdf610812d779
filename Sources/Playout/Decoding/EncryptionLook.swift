import Audio
import Codecs
import Glibc

/// Tells SRTP that nothing announced: payloads longer than their timestamp step by the size of an
/// authentication tag (RFC 3711, section 4.2; RFC 7714), with the entropy of noise.
///
/// G.711 and G.722 of speech and music stay well below 7.8 bits a byte; a block cipher's output
/// reaches 8. Every codec whose speech has a constant rate is looked at; of other codecs the size says nothing.
struct EncryptionLook {
  let isEncrypted: Bool

  private static let entropyOfNoise = 7.9
  private static let fewestBytes = 2000

  init(
    _ entries: [PacketEntry], of batch: EncodedBatch, format index: UInt16, codec: Codec,
    as format: MediaFormat
  ) {
    // Their sizes alone tell most streams from SRTP, and are nothing to look at beside their bytes.
    guard let rate = codec.speechRate(for: format), Self.isTagged(entries, index, rate) else {
      isEncrypted = false
      return
    }
    let histogram = Self.histogram(entries, of: batch, index)
    let total = histogram.reduce(0, +)
    isEncrypted =
      total >= Self.fewestBytes && Self.entropy(histogram, total: total) >= Self.entropyOfNoise
  }

  /// Whether most payloads are longer by a tag than what fills their step of the timestamp.
  private static func isTagged(
    _ entries: [PacketEntry], _ index: UInt16, _ rate: ConstantRate
  ) -> Bool {
    var tagged = 0
    var steps = 0
    var previous: PacketEntry?
    for entry in entries where entry.format == index {
      if let previous, entry.order == previous.order + 1 {
        let step = Int(entry.timestamp &- previous.timestamp)
        steps += 1
        // Times `ticks`, as a tick may be worth less than a byte.
        let excess = Int(previous.length) * rate.ticks - step * rate.bytes
        tagged += excess % rate.ticks == 0 && isTag(excess / rate.ticks) ? 1 : 0
      }
      previous = entry
    }
    return tagged * 2 > steps
  }

  /// Whether a tag has so many bytes: HMAC-SHA1 with 32 and 80 bits, GCM, and each with a key
  /// identifier of four bytes.
  private static func isTag(_ bytes: Int) -> Bool {
    switch bytes {
    case 4, 8, 10, 14, 16, 20: true
    default: false
    }
  }

  /// How often each byte comes in the payloads.
  private static func histogram(
    _ entries: [PacketEntry], of batch: EncodedBatch, _ index: UInt16
  ) -> [Int] {
    var histogram = [Int](repeating: 0, count: 256)
    for entry in entries where entry.format == index {
      let page = batch.page(of: entry)
      let payload = page.span.extracting(entry.range)
      for position in payload.indices { histogram[Int(payload[position])] += 1 }
    }
    return histogram
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
