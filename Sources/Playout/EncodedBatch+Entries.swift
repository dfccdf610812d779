extension EncodedBatch {
  /// All packets, one by one: for what looks at a few, or cannot take them as runs.
  package var entries: [PacketEntry] {
    var entries: [PacketEntry] = []
    entries.reserveCapacity(packets)
    for run in allRuns {
      let page = page(of: run)
      for index in 0..<Int(run.count) { entries.append(run.entry(index, in: page)) }
    }
    return entries
  }

  /// The runs of the packets that are to be played.
  var playableRuns: [PacketRun] { PacketRun.first(playable, of: allRuns) }

  /// The number of packets with an order below `watermark`; the batch is sorted.
  package func count(below watermark: Int64) -> Int {
    var count = 0
    for run in allRuns {
      guard run.order < watermark else { break }
      count += run.end <= watermark ? Int(run.count) : Int(watermark - run.order)
    }
    return count
  }

  /// The packets as they are to be stored: the runs, all payloads, and all capture times.
  package var stored: (runs: [PacketRun], payloads: [UInt8], times: [Int64]) {
    var runs = allRuns
    var payloads: [UInt8] = []
    var times: [Int64] = []
    payloads.reserveCapacity(byteCount - packets * Page.timeLength)
    times.reserveCapacity(packets)
    for index in runs.indices {
      let run = runs[index]
      let page = page(of: run)
      runs[index].page = 0
      runs[index].offset = UInt32(truncatingIfNeeded: payloads.count)
      runs[index].slot = UInt32(truncatingIfNeeded: times.count)
      let bytes = page.span.extracting(run.payloads)
      payloads.append(addingCapacity: bytes.count) { output in
        for index in bytes.indices { output.append(bytes[index]) }
      }
      for packet in 0..<Int(run.count) { times.append(page.time(Int(run.slot) + packet)) }
    }
    return (runs, payloads, times)
  }

  /// Takes a batch up again as it was stored.
  package init(stored runs: [PacketRun], payloads: [UInt8], times: [Int64]) {
    let page = Page(capacity: payloads.count + times.count * Page.timeLength)
    page.fill(payloads, times)
    self.init(runs, in: page)
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

  /// The runs that hold what is behind the first `count` packets.
  static func behind(_ count: Int, of runs: [PacketRun]) -> [PacketRun] {
    var dropped = count
    var rest: [PacketRun] = []
    rest.reserveCapacity(runs.count)
    for run in runs {
      let kept = run.dropping(dropped)
      dropped -= Int(run.count - kept.count)
      if kept.count > 0 { rest.append(kept) }
    }
    return rest
  }
}
