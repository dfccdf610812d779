import Files
import Playout
import Synchronization

/// Keeps the gaps of all streams that are too many for memory.
final class GapArchive: GapStore, Sendable {
  private let file = Mutex(TemporaryFile())

  init() {}

  func store(_ gaps: [Gap]) -> Int? {
    file.withLock { try? $0.append(gaps) }
  }

  func gaps(_ count: Int, at offset: Int) -> [Gap] {
    var gaps = [Gap](
      repeating: Gap(start: 0, end: 0, kind: .loss, fill: .silence), count: count)
    let isRead = file.withLock { (try? $0.read(&gaps, at: offset)) != nil }
    return isRead ? gaps : []
  }
}
