import Dispatch
import Playout
import SoundFile
import Synchronization

/// How one stream is to be played: all that a worker must know beside its packets.
struct PlayoutPlan: Sendable {
  let stream: Int
  /// Where its file goes; nil where the stream is only listened to.
  let directory: OutputDirectory?
  /// The name of the file while it is written.
  let partName: String
  /// Silence before the stream's time zero, in seconds.
  let lead: Double
}

/// What a worker made of a stream: an object, as tables of thousands grow.
final class PlayedStream: Sendable {
  let result: PlayoutResult
  /// Frames of silence before time zero.
  let leadFrames: Int64
  /// Frames in its file, leading silence included; nil where no file was made.
  let fileFrames: Int64?

  init(result: PlayoutResult, leadFrames: Int64, fileFrames: Int64?) {
    self.result = result
    self.leadFrames = leadFrames
    self.fileFrames = fileFrames
  }
}

/// Plays streams, one batch after the other, on a thread of its own or the caller's.
final class Worker: Sendable {
  private final class Player {
    var playout: StreamPlayout
    /// Nil where the stream is only listened to.
    let file: SoundFileSink?

    init(_ playout: consuming StreamPlayout, _ file: SoundFileSink?) {
      self.playout = playout
      self.file = file
    }
  }

  private struct State: ~Copyable {
    var scratch = PlayoutScratch()
    let files: OpenFiles
    var players: [Int: Player] = [:]
    var played: [Int: PlayedStream] = [:]
    var failure: SinkFailure?
  }

  /// What is played at a time.
  private struct Task {
    let batch: LentBatch
    let formats: [PayloadFormat]
    let plan: PlayoutPlan
    let isLast: Bool
  }

  private let state: Mutex<State>
  /// Batches that wait until there are enough of them: to send a thread to sleep and wake it takes
  /// as long as to play one.
  private let group = Mutex<[Task]>([])
  private let queue: DispatchQueue?
  /// Groups that may wait; a reader that is ahead of the worker stops here.
  private let room = DispatchSemaphore(value: 2)
  private static let groupSize = 16
  private let options: ExtractionOptions
  private let gaps: GapArchive

  /// Makes a worker that keeps at most `openFiles` files open.
  init(
    options: ExtractionOptions, gaps: GapArchive, openFiles: Int, hasThread: Bool
  ) {
    self.options = options
    self.gaps = gaps
    state = Mutex(State(files: OpenFiles(limit: openFiles)))
    queue = hasThread ? DispatchQueue(label: "rtp2wav.worker") : nil
  }

  /// Plays a batch, soon; with `isLast` the stream and its file are finished.
  func play(_ batch: LentBatch, formats: [PayloadFormat], plan: PlayoutPlan, isLast: Bool) {
    let task = Task(batch: batch, formats: formats, plan: plan, isLast: isLast)
    guard queue != nil else { return work(task) }
    let isFull = group.withLock { group in
      group.append(task)
      return group.count >= Self.groupSize
    }
    if isFull { playGroup() }
  }

  /// Plays what waits for more.
  func playGroup() {
    guard let queue else { return }
    let tasks = group.withLock { group in
      defer { group = [] }
      return group
    }
    guard !tasks.isEmpty else { return }
    room.wait()
    queue.async { [self] in
      for task in tasks { work(task) }
      room.signal()
    }
  }

  private func work(_ task: Task) {
    let (plan, isLast) = (task.plan, task.isLast)
    var batch = task.batch.takeOut()
    defer { batch.recycle() }
    state.withLock { state in
      let known = state.players[plan.stream]
      let player = known ?? makePlayer(plan, state.files)
      // A stream that is played in one go needs no place among the others.
      if known == nil, !isLast { state.players[plan.stream] = player }
      do throws(SinkFailure) {
        // After a failure files are only completed: what was written stays playable.
        if state.failure == nil {
          try player.playout.play(batch, formats: task.formats, scratch: &state.scratch)
          if isLast { _ = try player.playout.finish(&state.scratch) }
        }
      } catch {
        state.failure = state.failure ?? error
      }
      guard isLast else { return }
      do throws(SinkFailure) { try player.file?.finish() } catch {
        state.failure = state.failure ?? error
      }
      state.played[plan.stream] = PlayedStream(
        result: player.playout.result, leadFrames: player.file?.leadFrames ?? 0,
        fileFrames: player.file?.frames)
      if known != nil { state.players[plan.stream] = nil }
    }
  }

  private func makePlayer(_ plan: PlayoutPlan, _ files: OpenFiles) -> Player {
    let file = plan.directory.map { directory in
      SoundFileSink(
        path: directory.path(of: plan.partName), container: options.container,
        subtype: options.subtype, lead: plan.lead,
        files: files)
    }
    let playout = StreamPlayout(
      options: options.playout, sink: file ?? SilentSink(), gapStore: gaps)
    return Player(playout, file)
  }

  /// The first failure so far.
  var failure: SinkFailure? { state.withLock { $0.failure } }

  /// Waits until all batches are played, and returns what became of the streams.
  func finish() -> [Int: PlayedStream] {
    playGroup()
    queue?.sync {}
    return state.withLock { $0.played }
  }
}
