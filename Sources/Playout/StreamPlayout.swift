import Audio
import Codecs
import RTP

/// Plays one stream: places its packets in time, decodes them, fills the gaps, and hands the
/// samples to its sink.
///
/// Batches come in order; how the stream was cut into them never shows in the result. One worker
/// at a time plays a stream.
package final class StreamPlayout {
  /// Packets that are known before a packet is played, so that an event that began in the audio
  /// already played is still heard from its start.
  package static let lookahead = 16
  /// Reports that are read of one packet; no sender comes near.
  private static let reportLimit = 16

  let options: PlayoutOptions
  let sink: any AudioSink
  var opening: Opening?
  var timeline = Timeline(sampleRate: 8000, clockRate: 8000)
  var placements: [Timeline.Placement] = []
  var events = EventTrack()
  var gaps = GapLog()
  let gapStore: (any GapStore)?

  /// The next frame of the timeline that has not been written.
  var cursor: Int64 = 0
  /// Frames that went to the sink or wait in the block.
  var frames: Int64 = 0
  /// The order of the last packet played.
  var previousOrder: Int64?
  /// The order of the last packet with events that was placed.
  private var previousEventOrder: Int64?
  /// Orders that are missing since the last audio.
  var missing: Int64 = 0
  var isAfterReset = false
  /// Listens before digits are rendered.
  var ear: DigitEar?
  /// Listens to the digits that are rendered.
  var check = RenderCheck()
  /// The capture time that stands for time zero, by the packet that came with the least delay.
  private(set) var zeroTime: Int64?
  var noise: ComfortNoiseGenerator?
  var decoders: [Int: AudioTrack] = [:]
  var currentTrack: Int?

  package private(set) var damaged = 0
  /// Packets whose whole time had been filled by others.
  package internal(set) var overlapped = 0

  /// Makes a player; gaps that are too many for memory go to `gapStore`.
  package init(
    options: PlayoutOptions, sink: any AudioSink, gapStore: (any GapStore)? = nil
  ) {
    self.options = options
    self.sink = sink
    self.gapStore = gapStore
  }

  var sampleRate: Int { opening?.sampleRate ?? 8000 }
  var channels: Int { opening?.channels ?? 1 }

  /// Plays the playable packets of the next batch.
  package func play(
    _ batch: EncodedBatch, formats: [PayloadFormat], scratch: PlayoutScratch
  ) throws(SinkFailure) {
    if opening == nil { open(batch, formats) }
    guard opening?.isEncrypted == false else { return }
    for index in 0..<batch.playable {
      // Exactly so far ahead, whatever else the batch holds: an event must not be heard earlier or
      // later for how the stream was cut.
      let known = min(index + 1 + Self.lookahead, batch.entries.count)
      while placements.count < known {
        placements.append(
          place(batch, batch.entries[placements.count], formats, on: &timeline))
      }
      try play(batch, batch.entries[index], placements[index], formats, scratch)
    }
    placements.removeFirst(batch.playable)
    try flush(scratch)
  }

  /// Decides what the first packets decide, and puts the lowest of their times at zero.
  private func open(_ batch: EncodedBatch, _ formats: [PayloadFormat]) {
    let opening = Opening(batch, formats: formats, sampleRate: options.sampleRate)
    self.opening = opening
    timeline = Timeline(sampleRate: opening.sampleRate, clockRate: opening.clockRate)
    var trial = timeline
    if options.detectsDigits {
      ear = DigitEar(sampleRate: opening.sampleRate, explains: options.explainsDigits)
    }
    var lowest: Int64 = 0
    var earliest: Int64?
    for entry in batch.entries.prefix(Opening.packets) {
      let placement = place(batch, entry, formats, on: &trial, isTrial: true)
      if placement.isReset, !formats[Int(entry.format)].isEvent { break }
      lowest = min(lowest, placement.frame)
      let zero = entry.time &- nanoseconds(placement.frame)
      earliest = min(earliest ?? zero, zero)
    }
    timeline.shift(by: -lowest)
    zeroTime = earliest.map { $0 &+ nanoseconds(lowest) }
  }

  /// How long `frames` frames last.
  private func nanoseconds(_ frames: Int64) -> Int64 {
    Int64(Double(frames) / Double(sampleRate) * 1e9)
  }

  private func place(
    _ batch: EncodedBatch, _ entry: PacketEntry, _ formats: [PayloadFormat],
    on timeline: inout Timeline, isTrial: Bool = false
  ) -> Timeline.Placement {
    let payload = batch.bytes.span.extracting(entry.range)
    let format = formats[Int(entry.format)]
    let clockRate = format.format?.clockRate ?? Int(timeline.clockRate)
    switch format.role {
    case .audio(let codec):
      let duration = format.format.flatMap { codec.duration(of: payload, for: $0) } ?? 0
      return timeline.place(
        entry, kind: .audio, duration: Int64(duration), clockRate: clockRate)
    case .event:
      let placement = timeline.place(entry, kind: .event, duration: 0, clockRate: clockRate)
      if !isTrial {
        receiveEvents(payload, entry.order, timestamp: entry.timestamp, placement, clockRate)
      }
      return placement
    case .redundancy:
      return placeRedundant(entry, payload, formats, on: &timeline, isTrial: isTrial)
    case .comfortNoise, .unsupported, .unknown:
      return timeline.place(
        entry, kind: .comfortNoise, duration: 0, clockRate: Int(timeline.clockRate))
    }
  }

  func receiveEvents(
    _ payload: Span<UInt8>, _ order: Int64, timestamp first: UInt32,
    _ placement: Timeline.Placement, _ clockRate: Int
  ) {
    var offset = 0
    var timestamp = first
    var frame = placement.frame
    let isNewRun = previousEventOrder.map { order - $0 >= Timeline.newRun } ?? false
    if placement.isReset || isNewRun { events.restart() }
    previousEventOrder = order
    // Several events in one packet follow each other (RFC 4733, section 2.5.1.5).
    while offset < Self.reportLimit * 4, let report = TelephoneEvent(payload, at: offset) {
      events.receive(
        report, timestamp: timestamp, frame: frame, clockRate: clockRate, sampleRate: sampleRate)
      offset += 4
      timestamp &+= UInt32(report.duration)
      frame += Int64(report.duration) * Int64(sampleRate) / Int64(clockRate)
    }
  }

  private func play(
    _ batch: EncodedBatch, _ entry: PacketEntry, _ placement: Timeline.Placement,
    _ formats: [PayloadFormat], _ scratch: PlayoutScratch
  ) throws(SinkFailure) {
    if let previousOrder, entry.order - previousOrder < Timeline.newRun {
      missing += max(0, entry.order - previousOrder - 1)
    }
    previousOrder = entry.order
    if placement.isReset, !formats[Int(entry.format)].isEvent { isAfterReset = true }
    let payload = batch.bytes.span.extracting(entry.range)
    switch formats[Int(entry.format)].role {
    case .audio:
      try playAudio(payload, at: placement.frame, formats, Int(entry.format), scratch)
    case .comfortNoise:
      try playComfortNoise(payload, at: placement.frame, scratch)
    case .redundancy:
      try playRedundant(payload, at: placement.frame, formats, scratch)
    case .event, .unsupported, .unknown:
      break
    }
  }

  /// Counts a payload that its codec refused.
  func countDamaged() { damaged += 1 }
}
