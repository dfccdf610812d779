package import Audio
import Codecs

/// What became of a stream.
package struct PlayoutResult: Sendable {
  /// Frames a second in the file; nil where there is no audio.
  package let sampleRate: Int?
  package let channels: Int
  /// Frames handed to the sinks.
  package let frames: Int64
  /// Whether anything was decoded or rendered: comfort noise alone, beside media that is not decoded, is nothing to
  /// hear.
  package let isAudible: Bool
  package let gaps: GapLog
  package let events: [PlacedEvent]
  /// Telephone-events beyond the limit, which are counted only.
  package let droppedEvents: Int
  /// The digits that events signalled.
  package let digits: [DTMFDigit]
  /// Payloads that their codec refused.
  package let damaged: Int
  /// Packets that brought nothing, since their time had been filled by others.
  package let overlapped: Int
  /// What the sender's clock did that it should not have done.
  package let findings: TimelineFindings
  /// The clocks that packets of a format showed in place of the one it names, by its index.
  package let clocksSeen: [UInt16: ClockSeen]
  /// What formats say of their payloads that is not so, as clauses, by their index.
  package let remarks: [UInt16: String]
  package let isEncrypted: Bool
  /// Frames a second of the timeline, with or without audio.
  package let timelineRate: Int
  /// The capture time that stands for the stream's time zero, ns since 1970.
  package let zeroTime: Int64?
  /// The RTP timestamp that stands for the stream's time zero.
  package let zeroTimestamp: UInt32?
  /// Digits heard in the audio; nil where nobody listened.
  package let heard: HeardDigits?
  /// Whether the rendered digits can be heard.
  package let check: RenderCheck.Outcome
}

extension StreamPlayout {
  /// Ends the stream: events that outlast the audio are written out, the block goes to the sinks.
  package mutating func finish(
    _ scratch: inout PlayoutScratch
  ) throws(SinkFailure) -> PlayoutResult {
    swap(&self.scratch, &scratch)
    defer { swap(&self.scratch, &scratch) }
    try finishRun()
    noteSound(track?.decoder.soundsLike())
    timeline.finish()
    if frames > 0, let undecoded, undecoded.end > cursor { try fillUndecoded(until: undecoded.end) }
    if cutEnd > cursor, let next = events.events.first(where: { $0.end > cursor })?.start {
      try fillPlainGap(until: next, .loss)
    }
    if options.rendersEvents, !isEncrypted, events.end > cursor, !events.digits.isEmpty {
      try fillPlainGap(until: events.end, .event)
    }
    if frames > 0, cutEnd > cursor { try fillPlainGap(until: cutEnd, .loss) }
    try flush()
    ear?.finish()
    check.finish()
    return result
  }

  /// What the stream has come to so far.
  package var result: PlayoutResult {
    PlayoutResult(
      sampleRate: frames > 0 && isAudible ? sampleRate : nil, channels: channels, frames: frames,
      isAudible: isAudible, gaps: gaps,
      events: events.events, droppedEvents: events.dropped, digits: events.digits, damaged: damaged,
      overlapped: overlapped,
      findings: timeline.findings, clocksSeen: timeline.clocksSeen,
      remarks: remarks, isEncrypted: isEncrypted,
      timelineRate: sampleRate,
      zeroTime: zeroTime, zeroTimestamp: zeroTimestamp, heard: ear?.heard, check: check.outcome)
  }

  private var isAudible: Bool {
    trackIndex >= 0 || options.rendersEvents && !events.digits.isEmpty
  }

  private var isEncrypted: Bool { opening?.isEncrypted ?? false }
}
