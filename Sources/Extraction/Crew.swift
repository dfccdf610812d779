import Dispatch
import Playout
import Reporting
import Synchronization

/// Plays batches on as many threads as were asked for, the reader's among them.
///
/// Batches of a stream are played in order, as they share a lane, and a lane is one thread's at a time. There are more lanes
/// than threads, so that who is free finds one; a reader that is ahead of the others plays, too.
final class Crew: Sendable {
  typealias Group = [PlayoutTask]

  private struct Board {
    /// What waits in each lane, oldest first.
    var groups: [[Group]]
    /// Whether a thread plays what is in the lane.
    var isPlayed: [Bool]
    /// Lanes in which something waits and nobody plays.
    var ready: [Int] = []
    /// Groups that wait.
    var waiting = 0
    var sleepers = 0
    var isReaderAsleep = false
    var hasEnded = false

    init(lanes: Int) {
      groups = Array(repeating: [], count: lanes)
      isPlayed = Array(repeating: false, count: lanes)
    }

    /// Takes the oldest group of the lane that has waited longest.
    mutating func take() -> (lane: Int, group: Group)? {
      guard !ready.isEmpty else { return nil }
      let lane = ready.removeFirst()
      isPlayed[lane] = true
      waiting -= 1
      return (lane, groups[lane].removeFirst())
    }

    /// Lets any thread take the lane; returns whether one is to be woken for it.
    mutating func makeReady(_ lane: Int) -> Bool {
      ready.append(lane)
      guard sleepers > 0 else { return false }
      sleepers -= 1
      return true
    }
  }

  let lanes: [Lane]
  private let board: Mutex<Board>
  /// Wakes a thread that found nothing to play.
  private let work = DispatchSemaphore(value: 0)
  /// Wakes the reader.
  private let progress = DispatchSemaphore(value: 0)
  private let threads: DispatchQueue
  private let jobs: Int

  private static let lanesPerThread = 4
  /// Batches in a group: to send a thread to sleep and wake it takes as long as to play one.
  ///
  /// Where there are many lanes, groups are small, as one grows in each.
  let groupSize: Int

  init(options: ExtractionOptions, gaps: GapArchive) {
    let jobs = max(1, options.jobs)
    // Each lane has a file open, whatever the limit of descriptors.
    let files = OpenFiles.most
    let count = jobs == 1 ? 1 : min(files, max(jobs, min(64, jobs * Self.lanesPerThread)))
    lanes = (0..<count).map { _ in Lane(options: options, gaps: gaps, openFiles: files / count) }
    groupSize = max(2, min(8, 64 / count))
    board = Mutex(Board(lanes: count))
    threads = DispatchQueue(label: "rtp2wav.crew", attributes: .concurrent)
    self.jobs = jobs
    for _ in 1..<jobs { threads.async { [self] in playUntilEnd() } }
  }

  /// Whether the reader is all there is.
  var isAlone: Bool { jobs == 1 }

  /// The lane of a stream: streams that fill up together are in different ones.
  func lane(of stream: Int) -> Int { (stream + stream / 16) % lanes.count }

  /// Lets a group be played; the reader plays some itself if too many wait.
  func add(_ group: Group, to lane: Int, _ scratch: inout PlayoutScratch) {
    let isSleeperWoken = board.withLock { board in
      board.groups[lane].append(group)
      board.waiting += 1
      return !board.isPlayed[lane] && board.groups[lane].count == 1 && board.makeReady(lane)
    }
    if isSleeperWoken { work.signal() }
    help(downTo: 2 * jobs, &scratch)
  }

  /// Plays all that waits, and what became of the streams.
  func finish(_ scratch: inout PlayoutScratch) -> [Int: PlayedStream] {
    help(downTo: 0, &scratch)
    let sleepers = board.withLock { board in
      board.hasEnded = true
      return board.sleepers
    }
    for _ in 0..<sleepers { work.signal() }
    return lanes.reduce(into: [:]) { all, lane in
      all.merge(lane.played) { first, _ in first }
    }
  }

  /// Plays until no more than `most` groups wait; where that is none, until all have been played.
  private func help(downTo most: Int, _ scratch: inout PlayoutScratch) {
    enum Next { case play(lane: Int, Group), sleep, done }
    while true {
      let next = board.withLock { board -> Next in
        if board.waiting <= most, most > 0 || !board.isPlayed.contains(true) { return .done }
        if let (lane, group) = board.take() { return .play(lane: lane, group) }
        board.isReaderAsleep = true
        return .sleep
      }
      switch next {
      case .play(let lane, let group): play(group, in: lane, &scratch)
      case .sleep: progress.wait()
      case .done: return
      }
    }
  }

  /// What a thread of the crew does.
  private func playUntilEnd() {
    var scratch = PlayoutScratch()
    enum Next { case play(lane: Int, Group), sleep, end }
    while true {
      let next = board.withLock { board -> Next in
        if let (lane, group) = board.take() { return .play(lane: lane, group) }
        if board.hasEnded { return .end }
        board.sleepers += 1
        return .sleep
      }
      switch next {
      case .play(let lane, let group): play(group, in: lane, &scratch)
      case .sleep: work.wait()
      case .end: return
      }
    }
  }

  private func play(_ group: Group, in lane: Int, _ scratch: inout PlayoutScratch) {
    for task in group { lanes[lane].play(task, &scratch) }
    let (isSleeperWoken, isReaderWoken) = board.withLock { board in
      board.isPlayed[lane] = false
      let isSleeperWoken = !board.groups[lane].isEmpty && board.makeReady(lane)
      defer { board.isReaderAsleep = false }
      return (isSleeperWoken, board.isReaderAsleep)
    }
    if isSleeperWoken { work.signal() }
    if isReaderWoken { progress.signal() }
  }

  /// What went wrong: on a full disk one lane fails to write, and another then to make a file, in whatever order.
  var failure: ExtractionError? {
    let failures = lanes.compactMap(\.failure)
    return (failures.first { !$0.isCreation } ?? failures.first).map { ExtractionError($0) }
  }
}
