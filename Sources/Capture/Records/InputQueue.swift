/// The inputs that are not being read at the moment, in order of the time of their next packet.
struct InputQueue: ~Copyable {
  /// Where an input stays open while another is read.
  private final class Parking {
    var input: CaptureInput?
  }

  /// An input and when it is due.
  private struct Waiting {
    let time: Int64
    let index: Int

    /// Whether this is due before `other`; equal times go by the order in which inputs were given.
    func precedes(_ other: Waiting) -> Bool { (time, index) < (other.time, other.index) }
  }

  /// Enough to find the time of the first packet of most captures.
  private static let probeLength = 4096
  /// Bytes of key logs that are taken ahead.
  private static let maximumSecretsAhead = 16 << 20

  /// The time of the first packet that waits here.
  private(set) var dueTime = Int64.max
  private let paths: [String]
  private let shouldStop: @Sendable () -> StopRequest
  /// The next one due is the last.
  private var waiting: [Waiting] = []
  /// By index.
  private let parking: [Parking]
  /// What was last known of those that are not open, by index.
  private var closed: [InputSummary]
  /// Key logs that stand before the first packet of inputs which are not read yet; up to a bound, as they are read
  /// again in their place.
  private var secretsAhead: [UInt8] = []

  /// Captures on a network interface, the only input.
  init(
    interface: String, filter: String?, _ shouldStop: @escaping @Sendable () -> StopRequest
  ) throws(CaptureError) {
    paths = [interface]
    self.shouldStop = shouldStop
    closed = [InputSummary(path: interface)]
    parking = [Parking()]
    parking[0].input = try CaptureInput(
      capturing: interface, filter: filter, shouldStop: shouldStop)
    waiting = [Waiting(time: .min, index: 0)]
    dueTime = .min
  }

  /// Opens each input in turn, to see that it is a capture and when it begins.
  init(_ paths: [String], _ shouldStop: @escaping @Sendable () -> StopRequest) throws(CaptureError)
  {
    self.paths = paths
    self.shouldStop = shouldStop
    closed = paths.map { InputSummary(path: $0) }
    parking = paths.map { _ in Parking() }
    for index in paths.indices { try probe(index) }
    waiting.sort { $1.precedes($0) }
    dueTime = waiting.last?.time ?? .max
  }

  var hasSecretsAhead: Bool { !secretsAhead.isEmpty }

  /// The input that begins first.
  mutating func first() throws(CaptureError) -> CaptureInput {
    guard let due = waiting.popLast() else {
      throw CaptureError(.cannotOpen, "", "no captures are given")
    }
    dueTime = waiting.last?.time ?? .max
    return try open(due.index)
  }

  /// The key logs that were taken ahead, once.
  mutating func takeSecretsAhead() -> [UInt8] {
    defer { secretsAhead = [] }
    return secretsAhead
  }

  /// Changes `input`, whose next packet is found, for the one that is due before it, if there is
  /// one.
  mutating func exchange(_ input: inout CaptureInput) throws(CaptureError) -> Bool {
    let own = Waiting(time: input.record.time, index: input.index)
    guard let due = waiting.last, due.precedes(own) else { return false }
    var other = try open(due.index)
    swap(&other, &input)
    parking[own.index].input = consume other
    waiting.removeLast()
    // From the end: inputs that overlap in time are few and close to each other.
    var position = waiting.count
    while position > 0, waiting[position - 1].precedes(own) { position -= 1 }
    waiting.insert(own, at: position)
    dueTime = waiting.last?.time ?? .max
    return true
  }

  /// Changes `input`, which has ended, for the next one; false if it was the last.
  mutating func replaceEnded(_ input: inout CaptureInput) throws(CaptureError) -> Bool {
    guard let due = waiting.last else { return false }
    let next = try open(due.index)
    closed[input.index] = input.summary
    input = next
    waiting.removeLast()
    dueTime = waiting.last?.time ?? .max
    return true
  }

  /// What is known of all inputs, `current` being the one that is not in the queue.
  func summaries(with current: borrowing CaptureInput) -> [InputSummary] {
    var result = closed
    for (index, place) in parking.enumerated() {
      if let summary = place.input?.summary { result[index] = summary }
    }
    result[current.index] = current.summary
    return result
  }

  private mutating func probe(_ index: Int) throws(CaptureError) {
    let isOnly = paths.count == 1
    var input = try CaptureInput(
      opening: paths[index], index: index,
      chunkLength: isOnly ? ReadBuffer.chunkLength : Self.probeLength, shouldStop: shouldStop)
    // What cannot be opened again stays open, and is asked for its first packet when all others
    // are ready; so does the only input.
    var time = Int64.min
    if isOnly || !input.canReopen {
      input.buffer.widen()
      parking[index].input = consume input
    } else {
      var arrival = try input.nextRecord()
      while case .secrets = arrival {
        takeAhead(input.frame)
        arrival = try input.nextRecord()
      }
      if case .record = arrival { time = input.record.time }
      closed[index].size = input.summary.size
    }
    waiting.append(Waiting(time: time, index: index))
  }

  private mutating func takeAhead(_ secrets: Span<UInt8>) {
    guard secretsAhead.count + secrets.count < Self.maximumSecretsAhead else { return }
    secretsAhead.append(copying: secrets)
    secretsAhead.append(UInt8(ascii: "\n"))
  }

  private func open(_ index: Int) throws(CaptureError) -> CaptureInput {
    if let input = parking[index].input.take() { return input }
    do throws(CaptureError) {
      return try CaptureInput(opening: paths[index], index: index, shouldStop: shouldStop)
    } catch {
      // It could be read before the first packet was handed out.
      throw CaptureError(.readFailed, error.path, error.reason)
    }
  }
}
