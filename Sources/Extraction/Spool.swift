import Playout

/// Where a batch lies in the spool, and up to which order it was final.
struct SpoolExtent: Sendable {
  fileprivate let start: Int
  fileprivate let split: Int
  fileprivate let entries: Int
  fileprivate let bytes: Int
  let watermark: Int64
}

/// Where packets wait that may not be played yet and have no room in memory.
struct Spool: ~Copyable {
  private var file = TemporaryFile()

  init() {}

  /// Writes a batch to the end of the spool.
  mutating func append(
    _ batch: EncodedBatch, watermark: Int64
  ) throws(ExtractionError) -> SpoolExtent {
    let (entries, bytes) = batch.stored
    let start = try file.append(entries)
    let split = try file.append(bytes)
    return SpoolExtent(
      start: start, split: split, entries: entries.count, bytes: bytes.count,
      watermark: watermark)
  }

  /// Reads a batch back.
  func read(_ extent: SpoolExtent) throws(ExtractionError) -> EncodedBatch {
    let none = PacketEntry(
      order: 0, time: 0, timestamp: 0, page: 0, offset: 0, length: 0, format: 0)
    var entries = [PacketEntry](repeating: none, count: extent.entries)
    var bytes = [UInt8](repeating: 0, count: extent.bytes)
    try file.read(&entries, at: extent.start)
    try file.read(&bytes, at: extent.split)
    return EncodedBatch(stored: entries, bytes)
  }
}
