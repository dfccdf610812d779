import Glibc

/// An open input, read with read(2), or a network interface; what is no regular file is waited for
/// with poll(2).
///
/// All system calls of the module are here.
struct FileDescriptor: ~Copyable {
  enum Outcome {
    case bytes(Int)
    case end
    /// A second has passed since the last time, with or without bytes: a chance to do what is due.
    case idle
  }

  /// The path, or "standard input", for messages.
  let name: String
  /// Bytes in the file; nil for what is no regular file.
  let size: Int?
  /// Whether `shouldStop` has ended the input.
  private(set) var isStopped = false
  /// Whether it was to end when silent, and nothing has come, when `idle` was said last.
  private var endsWhenSilent = false
  private var isSilent = true
  /// When `idle` was said last, as `milliseconds` counts.
  ///
  /// No `ContinuousClock.Instant`: its size is known at run time only, and then so is the place of
  /// every field of all types that hold this one, which cost 150 instructions a packet.
  private var lastIdle = FileDescriptor.milliseconds
  private let number: Int32
  private let live: LiveCapture?
  private let shouldStop: @Sendable () -> StopRequest

  /// Opens `path`; "-" is standard input, which is never closed.
  init(path: String, shouldStop: @escaping @Sendable () -> StopRequest) throws(CaptureError) {
    let name = path == "-" ? "standard input" : path
    let number = try path == "-" ? STDIN_FILENO : Self.open(path, shouldStop)
    size = try Self.size(number, name)
    self.number = number
    self.name = name
    live = nil
    self.shouldStop = shouldStop
  }

  /// Starts to capture on a network interface; what is read looks like a pcap file.
  init(
    interface: String, filter: String?, shouldStop: @escaping @Sendable () -> StopRequest
  ) throws(CaptureError) {
    let live = try LiveCapture(interface, filter: filter)
    self.live = live
    number = live.descriptor
    name = interface
    size = nil
    self.shouldStop = shouldStop
  }

  /// Packets that were dropped before they could be read; nil for what is no interface.
  var dropped: Int? { live?.dropped }

  deinit {
    if live == nil, number != STDIN_FILENO { close(number) }
  }

  /// The size of a regular file, nil for pipes and the like; closes what cannot be read.
  private static func size(_ number: Int32, _ name: String) throws(CaptureError) -> Int? {
    var status = stat()
    let failed = unsafe fstat(number, &status) != 0
    let reason = failed ? message(errno) : "is a directory"
    guard !failed, status.st_mode & S_IFMT != S_IFDIR else {
      close(number)
      throw CaptureError(.cannotOpen, name, reason)
    }
    return status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
  }

  private static func open(
    _ path: String, _ shouldStop: () -> StopRequest
  ) throws(CaptureError) -> Int32 {
    while true {
      let number = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
      if number >= 0 { return number }
      guard errno == EINTR, shouldStop() == .none else {
        throw CaptureError(.cannotOpen, path, message(errno))
      }
    }
  }

  /// Reads what there is to the front of `bytes`, as far as they go.
  @_lifetime(bytes: copy bytes)
  mutating func read(into bytes: inout MutableSpan<UInt8>) throws(CaptureError) -> Outcome {
    while true {
      if size == nil, try !waitForBytes() { return isStopped ? .end : .idle }
      if let live {
        let count = try live.read(into: &bytes)
        if count > 0 { return .bytes(count) }
        continue
      }
      let count = unsafe bytes.withUnsafeMutableBytes { room in
        unsafe Glibc.read(number, room.baseAddress, room.count)
      }
      if count > 0 { return .bytes(count) }
      if count == 0 { return .end }
      guard errno == EINTR || errno == EAGAIN else {
        throw CaptureError(.readFailed, name, Self.message(errno))
      }
    }
  }

  /// Waits for bytes or the end of the input; false after each second, to ask `shouldStop` and to
  /// let what was read so far be written, however fast or slowly bytes come.
  private mutating func waitForBytes() throws(CaptureError) -> Bool {
    var request = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
    while true {
      let rest = 1000 - (Self.milliseconds - lastIdle)
      let ready = rest > 0 ? unsafe poll(&request, 1, Int32(rest) + 1) : 0
      if ready > 0 {
        isSilent = false
        return true
      }
      if ready == 0 {
        lastIdle = Self.milliseconds
        let request = shouldStop()
        isStopped = request == .now || request == .whenSilent && endsWhenSilent && isSilent
        endsWhenSilent = request == .whenSilent
        isSilent = true
        return false
      }
      guard errno == EINTR else { throw CaptureError(.readFailed, name, Self.message(errno)) }
    }
  }

  /// Milliseconds of a clock that is never set.
  private static var milliseconds: Int {
    var time = timespec()
    _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
  }

  private static func message(_ code: Int32) -> String { unsafe String(cString: strerror(code)) }
}
