import Synchronization

/// Pages of batches that have been played, for the batches that grow.
///
/// The last one given back is the first one lent: it has just been read, so it lies in the
/// processor's cache, while other memory must come from far away for every packet.
package final class PagePool: Sendable {
  private let free = Mutex<[Page]>([])

  /// Pages that are kept; in the steady state as many are asked for as come back.
  private static let limit = 512

  package init() {}

  /// A page of the usual length, which nobody else holds.
  func lend() -> Page {
    free.withLock { $0.popLast() } ?? Page(capacity: EncodedBatch.pageLength)
  }

  /// Takes back what nobody else holds of the pages; those of other lengths are dropped.
  func takeBack(_ pages: inout [Page]) {
    free.withLock { free in
      for index in pages.indices where pages[index].capacity == EncodedBatch.pageLength {
        guard free.count < Self.limit else { break }
        if isKnownUniquelyReferenced(&pages[index]) { free.append(pages[index]) }
      }
    }
    pages.removeAll()
  }
}
