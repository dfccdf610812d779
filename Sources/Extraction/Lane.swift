import Playout
import Reporting
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

/// A batch that is to be played.
struct PlayoutTask: Sendable {
  let batch: LentBatch
  let formats: [PayloadFormat]
  /// How the packets lie in the batch; nil where these are payloads.
  let protection: PacketProtection?
  let plan: PlayoutPlan
  /// Whether the stream and its file end with it.
  let isLast: Bool
  /// Whether nothing that was played is to stay: it was found to be encrypted.
  let isDiscarded: Bool
}

/// A share of the streams, of which one batch is played after the other, by whatever thread is free.
final class Lane: Sendable {
  private final class Player {
    var playout: StreamPlayout
    var opener = PacketOpener()
    /// Nil where the stream is only listened to.
    let file: SoundFileSink?

    init(_ playout: consuming StreamPlayout, _ file: SoundFileSink?) {
      self.playout = playout
      self.file = file
    }
  }

  private struct State: ~Copyable {
    let files: OpenFiles
    var players: [Int: Player] = [:]
    var played: [Int: PlayedStream] = [:]
    var failure: SinkFailure?
  }

  private let state: Mutex<State>
  private let options: ExtractionOptions
  private let gaps: GapArchive

  /// Makes a lane that keeps at most `openFiles` files open.
  init(options: ExtractionOptions, gaps: GapArchive, openFiles: Int) {
    self.options = options
    self.gaps = gaps
    state = Mutex(State(files: OpenFiles(limit: openFiles)))
  }

  /// Plays a batch; the last of a stream finishes its file.
  func play(_ task: PlayoutTask, _ scratch: inout PlayoutScratch) {
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
          if let protection = task.protection {
            let opened = player.opener.open(batch, by: protection)
            try player.playout.play(opened, formats: task.formats, scratch: &scratch)
          } else {
            try player.playout.play(batch, formats: task.formats, scratch: &scratch)
          }
          if isLast { _ = try player.playout.finish(&scratch) }
        }
      } catch {
        state.failure = state.failure ?? error
      }
      guard isLast else { return }
      do throws(SinkFailure) { try player.file?.finish() } catch {
        state.failure = state.failure ?? error
      }
      let result = player.playout.result
      if !result.isAudible || task.isDiscarded { player.file?.discard() }
      state.played[plan.stream] = PlayedStream(
        result: result, opened: task.protection == nil ? nil : player.opener.counts,
        file: player.file?.written(as: plan.partName))
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
      options: options.streamPlayout, sinks: file.map { [$0] } ?? [], gapStore: gaps)
    return Player(playout, file)
  }

  /// The first failure so far.
  var failure: SinkFailure? { state.withLock { $0.failure } }

  /// What has become of the streams that have ended.
  var played: [Int: PlayedStream] { state.withLock { $0.played } }
}
