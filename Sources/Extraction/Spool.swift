import Files
import Playout

/// Where a batch lies in the spool, and up to which order it was final.
///
/// Tens of thousands of streams may have several each, so it is small.
struct SpoolExtent: Sendable {
  fileprivate let start: Int
  private let runCount: UInt32
  private let packetCount: UInt32
  private let byteCount: UInt32
  let watermark: Int64

  fileprivate init(start: Int, runs: Int, packets: Int, bytes: Int, watermark: Int64) {
    self.start = start
    runCount = UInt32(clamping: runs)
    packetCount = UInt32(clamping: packets)
    byteCount = UInt32(clamping: bytes)
    self.watermark = watermark
  }

  fileprivate var runs: Int { Int(runCount) }
  var packets: Int { Int(packetCount) }
  /// Bytes of all payloads and capture times.
  fileprivate var bytes: Int { Int(byteCount) }
}

/// Where packets wait that may not be played yet and have no room in memory.
struct Spool: ~Copyable {
  private var file = TemporaryFile()

  init() {}

  /// Writes a batch to the end of the spool: its runs, then a page with all packets.
  mutating func append(
    _ batch: EncodedBatch, watermark: Int64
  ) throws(ExtractionError) -> SpoolExtent {
    let (runs, bytes) = batch.stored
    do throws(FileError) {
      let start = try file.append(runs)
      _ = try file.append(bytes)
      return SpoolExtent(
        start: start, runs: runs.count, packets: batch.packets, bytes: bytes.count,
        watermark: watermark)
    } catch {
      throw ExtractionError(error)
    }
  }

  /// Reads a batch back.
  mutating func read(_ extent: SpoolExtent) throws(ExtractionError) -> EncodedBatch {
    do throws(FileError) {
      let (runs, bytes) = try file.read(
        extent.runs, of: PacketRun.self, then: extent.bytes, of: UInt8.self, at: extent.start)
      return EncodedBatch(stored: runs, bytes)
    } catch {
      throw ExtractionError(error)
    }
  }
}
