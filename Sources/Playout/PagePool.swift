import Synchronization

/// Pages of batches that have been played, for the batches that grow.
///
/// The last one given back is the first one lent: it has just been read, so it lies in the
/// processor's cache, while other memory must come from far away for every packet.
package final class PagePool: Sendable {
  private let free = Mutex<[[UInt8]]>([])

  /// Pages that are kept; in the steady state as many are asked for as come back.
  private static let limit = 512

  package init() {}

  /// An empty page of full length.
  func lend() -> [UInt8] {
    if let page = free.withLock({ $0.popLast() }) { return page }
    var page: [UInt8] = []
    page.reserveCapacity(EncodedBatch.pageLength)
    return page
  }

  /// Takes pages back that nobody else holds; those of other lengths are dropped.
  func takeBack(_ pages: inout [[UInt8]]) {
    free.withLock { free in
      // Swapped, never copied: a buffer that two hold would be made anew to be emptied.
      for index in pages.indices where EncodedBatch.isFullLength(pages[index]) {
        guard free.count < Self.limit else { break }
        pages[index].removeAll(keepingCapacity: true)
        free.append([])
        swap(&free[free.count - 1], &pages[index])
      }
    }
  }
}
