import Files
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

  func run(at offset: Int) -> [Gap] {
    var gaps = [Gap](
      repeating: Gap(start: 0, end: 0, kind: .loss, fill: .silence), count: GapLog.runLength)
    if file.withLock({ (try? $0.read(&gaps, at: offset)) != nil }) { return gaps }
    _ = unread.withLock { $0.insert(offset) }
    return []
  }

  /// Warnings on gaps that could not be given back.
  var warnings: [String] {
    let count = unread.withLock { $0.count } * GapLog.runLength
    return count > 0 ? ["\(count) gaps could not be read back and are not listed"] : []
  }
}
