import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Files

@Suite("An open file", .waitsForOthers)
struct FileDescriptorTests {
  /// Counts the signals that came.
  private static let signals = Atomic<Int>(0)

  @Test("a write to a pipe ends when all is through, whatever signals come and however little fits")
  func signalsOnAPipe() async {
    await #expect(processExitsWith: .success) {
      var ends: [Int32] = [0, 0]
      try #require(unsafe pipe(&ends) == 0)
      var action = sigaction()
      unsafe action.__sigaction_handler.sa_handler = { _ in
        FileDescriptorTests.signals.add(1, ordering: .relaxed)
      }
      // No SA_RESTART: the call returns.
      unsafe sigaction(SIGUSR1, &action, nil)
      // Threads of libdispatch have it blocked.
      var asked = sigset_t()
      unsafe sigemptyset(&asked)
      unsafe sigaddset(&asked, SIGUSR1)
      unsafe pthread_sigmask(SIG_UNBLOCK, &asked, nil)
      let sent = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 5) }
      let (writer, output) = (pthread_self(), ends[0])
      let received = Mutex<[UInt8]>([])
      let done = DispatchSemaphore(value: 0)
      Thread.detachNewThread {
        var block = [UInt8](repeating: 0, count: 10_000)
        while true {
          // The first finds a part written; the second none, as the pipe is full.
          for _ in 0..<2 {
            usleep(5000)
            pthread_kill(writer, SIGUSR1)
          }
          let count = unsafe read(output, &block, block.count)
          if count <= 0 { break }
          received.withLock { $0 += block[..<count] }
        }
        done.signal()
      }
      var file = FileDescriptor(owning: ends[1])
      try file.write(sent.span)
      try file.close()
      // Signals go on coming to this thread.
      while done.wait(timeout: .now() + 1) != .success {}
      #expect(received.withLock { $0 } == sent)
      #expect(FileDescriptorTests.signals.load(ordering: .relaxed) > 10)
    }
  }

  @Test("what a full disk has no room for is counted")
  func fullDisk() async {
    await #expect(processExitsWith: .success) {
      let scratch = try TemporaryFolder()
      signal(SIGXFSZ, SIG_IGN)
      var bounds = rlimit(rlim_cur: 100, rlim_max: .max)
      _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &bounds)
      let file = try FileDescriptor(creating: scratch.path("a"))
      var written = 0
      let head = [UInt8](repeating: 7, count: 44)
      let numbers = [Int16](repeating: 0x0101, count: 1000)
      #expect(throws: FileError.Reason.system(EFBIG)) {
        try file.write(head.span, numbers.span, at: 0, &written)
      }
      #expect(written == 100)
      #expect(
        try file.read(200, at: 0)
          == [UInt8](repeating: 7, count: 44) + [UInt8](repeating: 1, count: 56))
      #expect(throws: FileError.Reason.system(EFBIG)) { try file.write(head.span, at: 99) }
      #expect(try file.status().size == 100)
    }
  }

  @Test("a device that takes nothing is told with the system's reason")
  func fullDevice() throws {
    let file = try FileDescriptor(writingTo: "/dev/full")
    var reason: FileError.Reason?
    do throws(FileError.Reason) { try file.write([1].span) } catch { reason = error }
    #expect(reason == .system(ENOSPC))
    #expect(reason?.description == "No space left on device")
  }

  @Test("bytes and numbers lie one behind the other, wherever they begin", arguments: [0, 1, 1000])
  func twoPieces(_ start: Int) throws {
    let scratch = try TemporaryFolder()
    let file = try FileDescriptor(creating: scratch.path("a"))
    var written = 0
    try file.write([1, 2, 3].span, ([0x0504, 0x0706] as [Int16]).span, at: start, &written)
    #expect(written == 7)
    #expect(try file.read(100, at: start) == [1, 2, 3, 4, 5, 6, 7])
    #expect(try file.status().size == start + 7)
  }

  @Test("a file or link that is there is neither made anew nor followed")
  func exclusive() throws {
    let scratch = try TemporaryFolder()
    try scratch.write("mine".utf8, to: "a")
    try scratch.makeLink("to-a", to: scratch.path("a"))
    try scratch.makeLink("to-none", to: scratch.path("none"))
    for name in ["a", "to-a", "to-none"] {
      #expect(throws: FileError.Reason.system(EEXIST)) {
        _ = try FileDescriptor(creating: scratch.path(name)).isOpen
      }
    }
    #expect(throws: FileError.Reason.system(ELOOP)) {
      _ = try FileDescriptor(updating: scratch.path("to-a")).isOpen
    }
    #expect(throws: FileError.Reason.zeroByte) {
      _ = try FileDescriptor(creating: scratch.path("b") + "\0c").isOpen
    }
    #expect(scratch.text("a") == "mine")
    #expect(scratch.names() == ["a", "to-a", "to-none"])
  }

  @Test("a file that took the name of another is not taken for it")
  func replaced() throws {
    let scratch = try TemporaryFolder()
    try scratch.write("one".utf8, to: "a")
    let identity = try FileDescriptor(updating: scratch.path("a")).identity()
    #expect(try FileDescriptor(updating: scratch.path("a"), ifStill: identity).isOpen)
    try scratch.write("two".utf8, to: "b")
    try FileName.move(scratch.path("b"), to: scratch.path("a"))
    #expect(throws: FileError.Reason.replaced) {
      _ = try FileDescriptor(updating: scratch.path("a"), ifStill: identity).isOpen
    }
  }

  @Test("a pipe is waited for, and its end is an end")
  func waiting() throws {
    var ends: [Int32] = [0, 0]
    try #require(unsafe pipe(&ends) == 0)
    let input = FileDescriptor(owning: ends[0])
    var output = FileDescriptor(owning: ends[1])
    #expect(try !input.isReadable(within: 1))
    try output.write([1, 2].span)
    #expect(try input.isReadable(within: 10_000))
    var bytes: [UInt8] = [0, 0, 0]
    var span = bytes.mutableSpan
    #expect(try input.read(into: &span) == 2)
    #expect(bytes == [1, 2, 0])
    try output.close()
    span = bytes.mutableSpan
    #expect(try input.read(into: &span) == 0)
  }

  @Test("what another owner closes stays open")
  func borrowed() throws {
    let owner = try FileDescriptor(writingTo: "/dev/null")
    func borrow() throws {
      var borrowed = FileDescriptor(borrowing: owner.number)
      try borrowed.close()
      _ = FileDescriptor(borrowing: owner.number).isOpen
    }
    try borrow()
    #expect(try owner.status().kind == .characterDevice)
  }

  @Test("the limit of descriptors is the shell's")
  func limit() async {
    await #expect(processExitsWith: .success) {
      var bounds = rlimit(rlim_cur: 123, rlim_max: 200)
      _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &bounds)
      #expect(FileDescriptor.limit == 123)
    }
  }
}
