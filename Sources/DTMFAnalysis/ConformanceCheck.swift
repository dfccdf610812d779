import RTP

/// Checks the events of a stream against RFC 4733, whose sections the messages cite.
struct ConformanceCheck {
  let meanings: [MediaMeaning]
  /// The packets that are known, event packets and their neighbours, by order.
  private let orders: [Int64]
  /// The neighbours with audio, by order.
  let audio: [EventLog.Neighbour]

  /// Findings of one rule in one stream beyond this say nothing new.
  private static let limit = 1000

  init(_ log: EventLog, meanings: [MediaMeaning]) {
    self.meanings = meanings
    orders = (log.packets.map(\.order) + log.neighbours.map(\.order)).sorted()
    audio = log.neighbours.filter {
      guard meanings.indices.contains($0.format) else { return false }
      if case .audio = meanings[$0.format] { return true }
      return false
    }.sorted { $0.order < $1.order }
  }

  /// What is wrong with the events, each with the packet where it shows; and how many findings more
  /// there are than are listed.
  func findings(on presses: [EventPress]) -> (listed: [Finding], unlisted: Int) {
    var findings: [Finding] = []
    var counts: [Finding.Rule: Int] = [:]
    for (index, press) in presses.enumerated() {
      let previous = index > 0 ? presses[index - 1] : nil
      for finding in self.findings(on: press, after: previous) {
        counts[finding.rule, default: 0] += 1
        if counts[finding.rule, default: 0] <= Self.limit { findings.append(finding) }
      }
    }
    return (findings, counts.values.reduce(0) { $0 + max(0, $1 - Self.limit) })
  }

  private func findings(on press: EventPress, after previous: EventPress?) -> [Finding] {
    [
      timestampChanged(press, after: previous), durationDecreased(press), end(press),
      wrongClock(press), strayTimestamp(press), markerMissing(press, after: previous),
      durationZero(press), notNegotiated(press), audioTimestampStalled(press), volume(press),
    ].compactMap { $0 }
  }

  /// Whether the packet just before `order` is missing; at the start of the stream none is.
  func isPreceded(byHoleBefore order: Int64) -> Bool {
    let index = orders.partitioningIndex { $0 >= order }
    return index > 0 && orders[index - 1] < order - 1
  }

  /// Whether the packet just behind `order` is missing; at the end of the stream none is.
  func isFollowed(byHoleBehind order: Int64) -> Bool {
    let index = orders.partitioningIndex { $0 > order }
    return index < orders.count && orders[index] > order + 1
  }
}

extension RandomAccessCollection where Index == Int {
  /// The first index whose element fulfils the condition, which holds for all behind it, too.
  func partitioningIndex(where isBehind: (Element) -> Bool) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = (low + high) / 2
      if isBehind(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
