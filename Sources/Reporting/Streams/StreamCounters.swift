import DTMFAnalysis
import Demultiplexing
import Playout
import RTP

/// The counters of a stream that its report warns of where they are not zero.
struct StreamCounters: Hashable, Sendable {
  /// Packets before the first that were not kept, as nothing said yet that they are RTP.
  var unkept = 0
  /// Packets whose hole had been given up.
  var late = 0
  /// Packets whose payload was not captured to its end.
  var cut = 0
  /// Packets far from the others that no second one followed.
  var strays = 0
  /// Segments that a jump of the sequence number began.
  var restarts = 0
  /// Holes given up before their time, as too many were open.
  var earlyHoles = 0
  /// Audio packets that a receiver with the jitter buffer asked for would have dropped.
  var lateForBuffer = 0
  /// Payloads that their codec refused.
  var damaged = 0
  /// Packets that brought nothing, since their time had been filled by others.
  var overlapped = 0
  /// Times that a payload format was taken for another, as the stream had too many.
  var surplusFormats = 0
  /// Packets of telephone-events beyond the limit of what is checked.
  var uncheckedEvents = 0
  /// Telephone-events beyond the limit of what is played.
  var droppedEvents = 0
  /// Digits heard beyond the limit.
  var droppedDigits = 0
  /// Older near misses of digits beyond the limit.
  var droppedNearMisses = 0
  /// Findings on events beyond the limit of their rule.
  var unlistedFindings = 0
}

extension StreamCounters {
  init(
    _ stream: borrowing InboundStream, _ events: StreamEvents?, _ played: PlayoutResult?
  ) {
    let tracker = stream.reception.tracker
    unkept = stream.unkept
    late = tracker.late
    cut = stream.cut
    strays = tracker.strays
    restarts = tracker.restarts
    earlyHoles = tracker.earlyHoles
    lateForBuffer = stream.lateForBuffer ?? 0
    surplusFormats = stream.surplusFormats
    uncheckedEvents = stream.eventLog?.dropped ?? 0
    unlistedFindings = events?.unlistedFindings ?? 0
    guard let played else { return }
    damaged = played.damaged
    overlapped = played.overlapped
    droppedEvents = played.droppedEvents
    droppedDigits = played.heard?.dropped ?? 0
    droppedNearMisses = played.heard?.droppedNearMisses ?? 0
  }

  /// The counters, each with the words behind its number.
  static let warnings: [(counter: any KeyPath<Self, Int> & Sendable, text: StaticString)] = [
    (\.unkept, "packets came before anything said that they are RTP; they were not kept"),
    (\.late, "packets came too late and left their gap"),
    (\.cut, "packets were cut short by the capture; their audio is a gap"),
    (\.strays, "packets stood alone, far from the others; they were dropped"),
    (\.restarts, "jumps of the sequence number began new segments"),
    (\.earlyHoles, "holes were given up early, as too many were open"),
    (\.lateForBuffer, "packets came too late for the jitter buffer and left their gap"),
    (\.damaged, "payloads were damaged and could not be decoded"),
    (\.overlapped, "packets repeat a time that others had filled"),
    (\.surplusFormats, "times a payload format was taken for another, as they were too many"),
    (\.uncheckedEvents, "packets of telephone-events were not checked, as they were too many"),
    (\.droppedEvents, "telephone-events were not played, as they were too many"),
    (\.droppedDigits, "digits that were heard are not listed, as they were too many"),
    (\.droppedNearMisses, "near misses of digits are not listed, as they were too many"),
    (\.unlistedFindings, "findings on events are not listed, as they were too many"),
  ]

  /// The sentences; most streams have none, and to read every counter takes time.
  var sentences: [String] {
    self == StreamCounters() ? [] : warningSentences(on: self, Self.warnings)
  }
}
