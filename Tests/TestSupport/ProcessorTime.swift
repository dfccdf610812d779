import Glibc

/// What a test takes of its processor; unlike the time on the wall it says nothing of other tests beside it.
///
/// For tests that do not suspend: it is the time of their thread.
package struct ProcessorTime {
  private let start = now()

  package init() {}

  /// Seconds since it was made.
  package var seconds: Double { Self.now() - start }

  private static func now() -> Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
