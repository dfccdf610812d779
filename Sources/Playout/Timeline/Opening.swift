import Audio
import Codecs

/// What the first packets of a stream, in order, decide for all of it.
///
/// Always the same number of packets is looked at, so that the result never depends on how a
/// stream was cut into batches.
package struct Opening {
  /// Packets that are looked at.
  package static let packets = 128

  /// Frames a second in the file.
  let sampleRate: Int
  let channels: Int
  /// The clock of the first audio, in ticks a second.
  let clockRate: Int
  /// Whether the payloads are encrypted, by their size and the look of their bytes.
  let isEncrypted: Bool

  /// Looks at the entries, the first of the batch.
  init(
    _ entries: [PacketEntry], of batch: EncodedBatch, formats: [PayloadFormat], sampleRate: Int?
  ) {
    let first = entries.first { formats[Int($0.format)].codec != nil }
    let audio = first.map { formats[Int($0.format)] }
    if let audio, let codec = audio.codec, let format = audio.format, let index = first?.format {
      self.sampleRate = sampleRate ?? codec.sampleRate(for: format)
      clockRate = format.clockRate
      channels = Self.channels(entries, of: batch, index, codec, format)
      isEncrypted =
        EncryptionLook(
          entries, of: batch, format: index, codec: codec, as: format
        ).isEncrypted
    } else {
      let clock =
        entries.lazy.compactMap { formats[Int($0.format)].format?.clockRate }.first ?? 8000
      clockRate = clock
      self.sampleRate = sampleRate ?? min(max(clock, 8000), 48_000)
      channels = 1
      let unnamed = entries.first { formats[Int($0.format)].isUnknown }?.format
      isEncrypted =
        unnamed.map { EncryptionLook(entries, of: batch, unnamed: $0).isEncrypted } ?? false
    }
  }

  /// The most channels that any of the payloads has.
  private static func channels(
    _ entries: [PacketEntry], of batch: EncodedBatch, _ index: UInt16, _ codec: Codec,
    _ format: MediaFormat
  ) -> Int {
    var channels: Int?
    for entry in entries where entry.format == index && entry.length > 0 {
      let page = batch.page(of: entry)
      let found = codec.channels(in: page.span.extracting(entry.range), for: format)
      channels = max(channels ?? found, found)
      // Where equal time takes equal bytes, all payloads are alike.
      if codec.constantRate(for: format) != nil { break }
    }
    return channels ?? 1
  }
}
