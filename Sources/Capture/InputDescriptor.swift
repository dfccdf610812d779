import Files

/// An open input, or a network interface; what is no regular file is waited for.
struct InputDescriptor: ~Copyable {
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
  /// Whether the input was to end when silent, as of the last `idle`.
  private var endsWhenSilent = false
  private var isSilent = true
  /// When `idle` was said last, as `milliseconds` counts.
  ///
  /// No `ContinuousClock.Instant`: its size is known at run time only, and then so is the place of
  /// every field of all types that hold this one, which cost 150 instructions a packet.
  private var lastIdle = InputDescriptor.milliseconds
  private let file: FileDescriptor
  private let live: LiveCapture?
  private let shouldStop: @Sendable () -> StopRequest

  /// Opens `path`; "-" is standard input, which is never closed.
  init(path: String, shouldStop: @escaping @Sendable () -> StopRequest) throws(CaptureError) {
    let name = path == "-" ? "standard input" : path
    do throws(FileError.Reason) {
      let file =
        try path == "-"
        ? FileDescriptor(borrowing: StandardStream.input.rawValue)
        : FileDescriptor(reading: path) { shouldStop() == .none }
      let status = try file.status()
      guard status.kind != .folder else { throw .other("is a directory") }
      size = status.kind == .regular ? status.size : nil
      self.file = file
    } catch {
      throw CaptureError(.cannotOpen, name, error.description)
    }
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
    file = FileDescriptor(borrowing: live.descriptor)
    name = interface
    size = nil
    self.shouldStop = shouldStop
  }

  /// Packets that were dropped before they could be read; nil for what is no interface.
  var dropped: Int? { live?.dropped }

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
      do throws(FileError.Reason) {
        guard let count = try file.read(into: &bytes) else { continue }
        return count > 0 ? .bytes(count) : .end
      } catch {
        throw CaptureError(.readFailed, name, error.description)
      }
    }
  }

  /// Waits for bytes or the end of the input; false after each second, to ask `shouldStop` and to
  /// let what was read so far be written, however fast or slowly bytes come.
  private mutating func waitForBytes() throws(CaptureError) -> Bool {
    while true {
      let rest = 1000 - (Self.milliseconds - lastIdle)
      guard rest > 0 else { break }
      do throws(FileError.Reason) {
        guard try file.isReadable(within: rest + 1) else { continue }
      } catch {
        throw CaptureError(.readFailed, name, error.description)
      }
      isSilent = false
      return true
    }
    lastIdle = Self.milliseconds
    let request = shouldStop()
    isStopped = request == .now || request == .whenSilent && endsWhenSilent && isSilent
    endsWhenSilent = request == .whenSilent
    isSilent = true
    return false
  }

  private static let start = SuspendingClock.now

  /// Milliseconds of a clock that is never set.
  private static var milliseconds: Int {
    let (seconds, attoseconds) = start.duration(to: .now).components
    return Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
  }
}
