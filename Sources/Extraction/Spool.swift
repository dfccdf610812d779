import Playout

/// Where a batch lies in the spool, and up to which order it was final.
///
/// Tens of thousands of streams may have several each, so it is small.
struct SpoolExtent: Sendable {
  fileprivate let start: Int
  private let count: UInt32
  private let byteCount: UInt32
  let watermark: Int64

  fileprivate init(start: Int, packets: Int, bytes: Int, watermark: Int64) {
    self.start = start
    count = UInt32(clamping: packets)
    byteCount = UInt32(clamping: bytes)
    self.watermark = watermark
  }

  var packets: Int { Int(count) }
  fileprivate var bytes: Int { Int(byteCount) }
}

/// Where packets wait that may not be played yet and have no room in memory.
struct Spool: ~Copyable {
  private var file = TemporaryFile()

  init() {}

  /// Writes a batch to the end of the spool: its entries, then its payloads.
  mutating func append(
    _ batch: EncodedBatch, watermark: Int64
  ) throws(ExtractionError) -> SpoolExtent {
    let (entries, bytes) = batch.stored
    let start = try file.append(entries)
    _ = try file.append(bytes)
    return SpoolExtent(
      start: start, packets: entries.count, bytes: bytes.count, watermark: watermark)
  }

  /// Reads a batch back.
  mutating func read(_ extent: SpoolExtent) throws(ExtractionError) -> EncodedBatch {
    let (entries, bytes) = try file.read(
      extent.packets, of: PacketEntry.self, then: extent.bytes, of: UInt8.self, at: extent.start)
    return EncodedBatch(stored: entries, bytes)
  }
}
