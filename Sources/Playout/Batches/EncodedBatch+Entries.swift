extension EncodedBatch {
  /// All packets, one by one: for what looks at a few, or cannot take them as runs.
  package var entries: [PacketEntry] { firstEntries(packets) }

  /// The first `count` packets, one by one.
  func firstEntries(_ count: Int) -> [PacketEntry] {
    var entries: [PacketEntry] = []
    entries.reserveCapacity(min(count, packets))
    for run in PacketRun.first(count, of: allRuns) {
      let page = page(of: run)
      for index in 0..<Int(run.count) { entries.append(run.entry(index, in: page)) }
    }
    return entries
  }

  /// As many packets as there are, up to `count`, behind the one at `index` of a run.
  func entries(behind index: Int, ofRun number: Int, count: Int) -> [PacketEntry] {
    var entries: [PacketEntry] = []
    var skipped = index + 1
    for run in allRuns[number...] {
      let rest = run.dropping(skipped)
      skipped = 0
      let page = page(of: run)
      for index in 0..<min(Int(rest.count), count - entries.count) {
        entries.append(rest.entry(index, in: page))
      }
      if entries.count == count { break }
    }
    return entries
  }

  /// The number of packets with an order below `watermark`; the batch is sorted.
  package func count(below watermark: Int64) -> Int {
    var count = 0
    for run in allRuns {
      guard run.order < watermark else { break }
      count += run.end <= watermark ? Int(run.count) : Int(watermark - run.order)
    }
    return count
  }

  /// The packets as they are to be stored: the runs, and the bytes of one page that holds them all.
  package var stored: (runs: [PacketRun], bytes: [UInt8]) {
    var runs = allRuns
    var bytes: [UInt8] = []
    bytes.reserveCapacity(byteCount)
    var slot: UInt32 = 0
    for index in runs.indices {
      let run = runs[index]
      runs[index].page = 0
      runs[index].offset = UInt32(truncatingIfNeeded: bytes.count)
      runs[index].slot = slot
      slot &+= run.count
      page(of: run).append(run.payloads, to: &bytes)
    }
    for run in allRuns.reversed() {
      let page = page(of: run)
      for packet in (0..<run.count).reversed() {
        page.appendTime(Int(run.slot &+ packet), to: &bytes)
      }
    }
    return (runs, bytes)
  }

  /// Takes a batch up again as it was stored.
  package init(stored runs: [PacketRun], _ bytes: [UInt8]) {
    self.init(runs, in: Page(copying: bytes))
  }
}

extension PacketRun {
  /// The runs that hold the first `count` packets.
  static func first(_ count: Int, of runs: [PacketRun]) -> [PacketRun] {
    var rest = count
    var first: [PacketRun] = []
    first.reserveCapacity(runs.count)
    for run in runs where rest > 0 {
      let kept = run.keeping(rest)
      rest -= Int(kept.count)
      first.append(kept)
    }
    return first
  }
}
