import Codecs
import RTP

/// Plays one stream: places its packets in time, decodes them, fills the gaps, and hands the
/// samples to its sinks.
///
/// Batches come in order; how the stream was cut into them never shows in the result. One worker
/// at a time plays a stream. It is a value, so that the compiler proves each access exclusive: as
/// an object it spent a seventh of its time on checking that.
package struct StreamPlayout: ~Copyable {
  /// Packets that are placed before a packet is played, so that an event that began in the audio
  /// already played is still heard from its start.
  static let eventLookahead = 16
  /// Packets behind one that may be looked at to place it.
  static let timeLookahead = 32

  /// Packets that are known before a packet is played, where a stream's payloads are of these formats.
  package static func lookahead(for formats: [PayloadFormat]) -> Int {
    formats.contains { !$0.plan.isPlain } ? eventLookahead + timeLookahead : timeLookahead
  }

  let options: PlayoutOptions
  let sinks: [any AudioSink]
  var opening: Opening?
  var sampleRate = 8000
  var channels = 1
  var timeline = Timeline(sampleRate: 8000, clockRate: 8000)
  /// Of the next packets to be played.
  private var placements: [Timeline.Placement] = []
  /// What the packets of each format take, by its index.
  var plans: [PayloadPlan] = []
  var events = EventTrack()
  var gaps = GapLog()
  let gapStore: (any GapStore)?

  /// The next frame of the timeline that has not been written.
  var cursor: Int64 = 0
  /// Frames that went to the sink or wait in the block.
  var frames: Int64 = 0
  /// The order of the last packet played.
  var previousOrder: Int64?
  /// The frame of the last packet that was cut short.
  var cutEnd: Int64 = 0
  /// Orders that are missing since the last audio.
  var missing: Int64 = 0
  var isAfterReset = false
  /// Whether the next gap is a pause that only capture time knows of.
  var isAfterPause = false
  /// The media that could not be decoded since the last audio.
  var undecoded: UndecodedStretch?
  /// Listens before digits are rendered.
  var ear: DigitEar?
  /// Listens to the digits that are rendered.
  var check = RenderCheck()
  /// The capture time that stands for time zero, by the packet that came with the least delay.
  var zeroTime: Int64?
  /// The RTP timestamp that stands for time zero.
  var zeroTimestamp: UInt32?
  var noise: ComfortNoiseGenerator?
  /// The decoder of the last audio, and the index of its format.
  var track: AudioTrack?
  var trackIndex = -1
  /// The decoders of other formats, by their index.
  var parked: [Int: ParkedTrack] = [:]
  /// The worker's buffers while a batch is played, empty else.
  var scratch = PlayoutScratch()

  /// What formats say of their first payloads that is not so, as clauses, by their index.
  var remarks: [UInt16: String] = [:]
  /// The ticks of a packet that are new, of formats whose packets repeat frames of those before, by their index.
  var newTicks: [UInt16: Int] = [:]
  /// Payloads that their codec refused.
  var damaged = 0
  /// Packets whose whole time had been filled by others.
  var overlapped = 0

  /// Makes a player whose audio goes to each of `sinks`, if there is any; gaps that are too many for
  /// memory go to `gapStore`.
  package init(
    options: PlayoutOptions, sinks: [any AudioSink], gapStore: (any GapStore)? = nil
  ) {
    self.options = options
    self.sinks = sinks
    self.gapStore = gapStore
  }

  /// Plays the playable packets of the next batch.
  package mutating func play(
    _ batch: EncodedBatch, formats: [PayloadFormat], scratch: inout PlayoutScratch
  ) throws(SinkFailure) {
    swap(&self.scratch, &scratch)
    defer { swap(&self.scratch, &scratch) }
    plans.removeAll(keepingCapacity: true)
    for index in formats.indices { plans.append(formats[index].plan) }
    if opening == nil { open(batch, formats) }
    guard opening?.isEncrypted == false else { return }
    // Only events must be known before what they are mixed into.
    if placements.isEmpty, plans.allSatisfy(\.isPlain) {
      try playRuns(batch, formats)
    } else {
      try playAhead(batch, formats)
    }
    try flush()
  }

  /// Plays with the placements of the next packets known, exactly so many whatever else the batch
  /// holds: an event must not be heard earlier or later for how the stream was cut.
  private mutating func playAhead(
    _ batch: EncodedBatch, _ formats: [PayloadFormat]
  ) throws(SinkFailure) {
    let entries = batch.entries
    for index in 0..<batch.playable {
      let known = min(index &+ 1 &+ Self.eventLookahead, entries.count)
      while placements.count < known {
        let next = placements.count
        placements.append(
          place(entries[next], in: batch, formats) {
            entries.dropFirst(next &+ 1).prefix(Self.timeLookahead)
          })
      }
      let entry = entries[index]
      try play(entry, in: batch, placements[index], formats) {
        entries.dropFirst(index &+ 1)
      }
    }
    placements.removeFirst(batch.playable)
  }

  mutating func play(
    _ entry: PacketEntry, in batch: EncodedBatch, _ placement: Timeline.Placement,
    _ formats: [PayloadFormat], behind: () -> ArraySlice<PacketEntry>
  ) throws(SinkFailure) {
    let kind = plans[Int(entry.format)].kind
    if let previousOrder, entry.order &- previousOrder < SequenceTracker.newRun {
      missing &+= max(0, entry.order &- previousOrder &- 1)
    }
    previousOrder = entry.order
    if placement.isReset, kind != .event { isAfterReset = true }
    if placement.isPause { isAfterPause = true }
    let page = batch.page(of: entry)
    let payload = page.span.extracting(entry.range)
    switch kind {
    case .audio where !newTicks.isEmpty:
      try playRepeating(entry, in: batch, at: placement.frame, formats, behind: behind)
    case .audio: try playAudio(payload, at: placement.frame, formats, Int(entry.format))
    case .comfortNoise: try playComfortNoise(payload, at: placement.frame)
    case .redundancy: try playRedundant(payload, at: placement.frame, formats)
    case .cut:
      missing &+= 1
      cutEnd = max(cutEnd, placement.frame)
    case .unsupported: try playUndecoded(at: placement.frame)
    case .event, .unknown: break
    }
  }
}
