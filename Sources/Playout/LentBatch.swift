package import Synchronization

/// A batch on its way between the reader and a worker, and back to be filled again.
package final class LentBatch: Sendable {
  package let content = Mutex(EncodedBatch())

  package init() {}
}

/// Batches that are not in use; their buffers keep their size.
package final class BatchPool: Sendable {
  private let free = Mutex<[LentBatch]>([])
  /// More than this are not kept: what is in use at a time is bounded by the workers' queues.
  private static let limit = 64

  package init() {}

  /// Lends a batch.
  package func lend() -> LentBatch {
    free.withLock { $0.popLast() } ?? LentBatch()
  }

  /// Takes a batch back.
  package func takeBack(_ batch: LentBatch) {
    batch.content.withLock { $0.removeAll() }
    free.withLock { if $0.count < Self.limit { $0.append(batch) } }
  }
}
