/// Where gaps go that are too many for memory.
package protocol GapStore: AnyObject {
  /// Keeps the gaps; returns where, nil where that failed.
  func store(_ gaps: [Gap]) -> Int?

  /// Gives back the run of gaps that was stored at `offset`; none where it cannot be read.
  func run(at offset: Int) -> [Gap]

  /// Warnings on gaps that could not be given back.
  var warnings: [String] { get }
}

extension GapStore {
  /// All gaps of a log in order, `limit` at most.
  package func gaps(of log: GapLog, limit: Int) -> [Gap] {
    var all: [Gap] = []
    for place in log.stored where all.count < limit { all += run(at: place) }
    return Array((all + log.recent).prefix(limit))
  }
}

/// The gaps of a stream, in order: the last ones in memory, those before them in a store.
package struct GapLog: Sendable {
  /// Gaps in a stored run.
  package static let runLength = 64

  /// Where the stored runs are, each of `runLength` gaps.
  package private(set) var stored: [Int] = []
  /// The gaps behind them.
  package private(set) var recent: [Gap] = []

  package init() {}

  /// Adds a gap; one that goes on where the last one ended, with the same cause and fill, is one
  /// with it.
  package mutating func append(_ gap: Gap, store: (any GapStore)?) {
    if let last = recent.last, last.end == gap.start, last.kind == gap.kind, last.fill == gap.fill {
      recent[recent.count - 1] = Gap(
        start: last.start, end: gap.end, kind: gap.kind, fill: gap.fill)
      return
    }
    // The newest gap may still grow, so it stays.
    if recent.count > Self.runLength, let store,
      let place = store.store(Array(recent[..<Self.runLength]))
    {
      stored.append(place)
      recent.removeFirst(Self.runLength)
    }
    recent.append(gap)
  }

  /// Gaps so far.
  package var count: Int { stored.count * Self.runLength + recent.count }
}
