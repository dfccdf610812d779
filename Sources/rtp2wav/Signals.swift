import Capture
import Glibc
import Synchronization

/// What the user's signals ask for: SIGINT and SIGTERM end the reading, and what was read is
/// finished.
enum Signals {
  private static let first = Atomic<Int32>(0)
  private static let count = Atomic<Int>(0)

  /// Starts to listen.
  ///
  /// On a pipe the first SIGINT only means that its writer, who got it too, is about to end: all
  /// that is still coming is read, until it ends or brings nothing for a second.
  static func listen() {
    // Writing says what is wrong: a reader that has gone away, a file beyond the limit.
    for number in [SIGPIPE, SIGXFSZ] { signal(number, SIG_IGN) }
    // A parent may have blocked them: threads of libdispatch, and so Swift programs, do.
    var asked = sigset_t()
    unsafe sigemptyset(&asked)
    defer { unsafe sigprocmask(SIG_UNBLOCK, &asked, nil) }
    for number in [SIGINT, SIGTERM, SIGHUP] where number != SIGHUP || !isIgnored(SIGHUP) {
      unsafe sigaddset(&asked, number)
      var action = sigaction()
      unsafe action.__sigaction_handler.sa_handler = { number in
        _ = Signals.first.compareExchange(expected: 0, desired: number, ordering: .relaxed)
        Signals.count.add(1, ordering: .relaxed)
      }
      // No SA_RESTART: a read that waits must return to see the signal.
      unsafe sigaction(number, &action, nil)
    }
  }

  /// Whether whoever started the program wants the signal to be ignored, as nohup(1) does.
  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    unsafe sigaction(number, nil, &action)
    return unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
  }

  /// Whether reading is to end.
  static func request(readsPipe: Bool) -> StopRequest {
    switch count.load(ordering: .relaxed) {
    case 0: .none
    case 1 where readsPipe && first.load(ordering: .relaxed) == SIGINT: .whenSilent
    default: .now
    }
  }

  /// The status of a program that a signal ended.
  static var status: ExitStatus { ExitStatus(code: 128 + first.load(ordering: .relaxed)) }
}
