import Synchronization

/// A batch on its way to the thread that plays it, which takes it out and then alone owns it.
package final class LentBatch: Sendable {
  private let content: Mutex<EncodedBatch>

  package init(_ batch: consuming EncodedBatch) { content = Mutex(batch) }

  /// Takes the batch out; a second call gets an empty one.
  package func takeOut() -> EncodedBatch {
    content.withLock { content in
      var batch = EncodedBatch()
      swap(&batch, &content)
      return batch
    }
  }
}
