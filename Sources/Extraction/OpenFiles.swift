/// The files of one worker that are open at a time, well under what the system allows.
///
/// A file that has not been written for longest is closed for the while; its sink opens it again.
final class OpenFiles {
  private var open: [SoundFileSink] = []
  private var clock = 0
  private let limit: Int

  init(limit: Int) {
    self.limit = max(1, limit)
  }

  /// Notes that `sink` is about to write, and makes room for it.
  func touch(_ sink: SoundFileSink) {
    clock += 1
    sink.lastUse = clock
    guard !sink.isOpen else { return }
    if open.count >= limit,
      let oldest = open.indices.min(by: { open[$0].lastUse < open[$1].lastUse })
    {
      let closing = open[oldest]
      open[oldest] = sink
      closing.suspend()
    } else {
      open.append(sink)
    }
  }

  func forget(_ sink: SoundFileSink) {
    open.removeAll { $0 === sink }
  }
}
