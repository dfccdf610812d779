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

  init(_ batch: EncodedBatch, formats: [PayloadFormat], sampleRate: Int?) {
    let entries = batch.entries.prefix(Self.packets)
    let first = entries.first { formats[Int($0.format)].codec != nil }
    let audio = first.map { formats[Int($0.format)] }
    if let audio, let codec = audio.codec, let format = audio.format, let index = first?.format {
      self.sampleRate = sampleRate ?? codec.sampleRate(for: format)
      clockRate = format.clockRate
      channels =
        entries.lazy.filter { $0.format == index && $0.length > 0 }
        .map { entry in
          let page = batch.page(of: entry)
          return codec.channels(in: page.span.extracting(entry.range), for: format)
        }.max() ?? 1
      isEncrypted = EncryptionLook(batch, format: index, codec: codec, as: format).isEncrypted
    } else {
      let clock =
        entries.lazy.compactMap { formats[Int($0.format)].format?.clockRate }.first ?? 8000
      clockRate = clock
      self.sampleRate = sampleRate ?? min(max(clock, 8000), 48_000)
      channels = 1
      isEncrypted = false
    }
  }
}
