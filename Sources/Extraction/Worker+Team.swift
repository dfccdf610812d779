import Glibc
import Playout

extension Worker {
  /// Descriptors that are left for inputs, the spool and the system.
  private static let reserved = 32

  /// The workers of a job; a single one works on the caller's thread.
  static func team(options: ExtractionOptions, gaps: GapArchive) -> [Worker] {
    let count = max(1, options.jobs)
    let files = max(1, min(4096, openFileLimit() - reserved) / count)
    return (0..<count).map { _ in
      Worker(options: options, gaps: gaps, openFiles: files, hasThread: count > 1)
    }
  }

  /// Descriptors that the process may have, after asking for all it can get.
  private static func openFileLimit() -> Int {
    var limit = rlimit()
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
      return 256
    }
    return Int(clamping: limit.rlim_cur)
  }
}

extension [Worker] {
  /// What went wrong: on a full disk one worker fails to write, and another then to make a file, in whatever order.
  var failure: ExtractionError? {
    let failures = compactMap(\.failure)
    return (failures.first { !$0.isCreation } ?? failures.first).map { ExtractionError($0) }
  }
}
