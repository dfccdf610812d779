import Synchronization

/// A batch on its way to the thread that plays it, which takes it out and is then the only one that holds it.
package final class LentBatch: Sendable {
  private let content: Mutex<EncodedBatch>

  package init(_ batch: consuming EncodedBatch) { content = Mutex(batch) }

  /// The batch; the next time there is nothing.
  package func takeOut() -> EncodedBatch {
    content.withLock { content in
      var batch = EncodedBatch()
      swap(&batch, &content)
      return batch
    }
  }
}
