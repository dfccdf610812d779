import Playout
import Synchronization

/// Keeps the gaps of all streams that are too many for memory.
final class GapArchive: GapStore, Sendable {
  private let file = Mutex(TemporaryFile())
  /// Where gaps lie that could not be read back.
  private let unread = Mutex(Set<Int>())

  init() {}

  func store(_ gaps: [Gap]) -> Int? {
    file.withLock { try? $0.append(gaps) }
  }

  /// Gives back the run of gaps that was stored at `offset`; none where it cannot be read.
  func run(at offset: Int) -> [Gap] {
    var gaps = [Gap](
      repeating: Gap(start: 0, end: 0, kind: .loss, fill: .silence), count: GapLog.runLength)
    if file.withLock({ (try? $0.read(&gaps, at: offset)) != nil }) { return gaps }
    _ = unread.withLock { $0.insert(offset) }
    return []
  }

  /// The first `limit` gaps of a log, in order.
  func gaps(of log: GapLog, limit: Int) -> [Gap] {
    var all: [Gap] = []
    for place in log.stored where all.count < limit { all += run(at: place) }
    return Array((all + log.recent).prefix(limit))
  }

  /// What is to be said of the gaps that were asked for.
  var warnings: [String] {
    let count = unread.withLock { $0.count } * GapLog.runLength
    return count > 0 ? ["\(count) gaps could not be read back and are not listed"] : []
  }
}
