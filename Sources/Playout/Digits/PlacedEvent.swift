import Audio
package import RTP

/// A telephone-event on its stream's timeline.
package struct PlacedEvent: Sendable {
  package internal(set) var event: AssembledEvent
  /// Frames from the stream's time zero.
  package let start: Int64
  package internal(set) var end: Int64
}

/// The telephone-events of a stream, each put together and placed.
struct EventTrack {
  private(set) var events: [PlacedEvent] = []
  /// Reports of events beyond the limit.
  private(set) var dropped = 0
  private var assembler = EventAssembler()
  /// Events before this index end before the audio that is being written.
  private var firstActive = 0

  /// More events than this in one stream are counted, not kept.
  private static let limit = 1_000_000

  /// Takes a report of the packet with that order; if it begins an event, that starts at `frame`.
  mutating func receive(
    _ report: EventReport, order: Int64, isReset: Bool, frame: Int64, clockRate: Int,
    sampleRate: Int
  ) {
    let (event, change) = assembler.receive(report, order: order, isReset: isReset)
    let length = Int64(event.duration) * Int64(sampleRate) / Int64(clockRate)
    switch change {
    case .began where events.count == Self.limit:
      dropped += 1
    case .began:
      events.append(PlacedEvent(event: event, start: frame, end: frame + length))
    case .grew:
      guard
        let index = events.suffix(EventAssembler.openLimit).lastIndex(where: {
          $0.event.code == event.code && $0.event.timestamp == event.timestamp
        })
      else { return }
      events[index].event = event
      events[index].end = max(events[index].end, events[index].start + length)
    }
  }

  /// The digits, in order of their start; events that are no digits are left out.
  var digits: [DTMFDigit] { events.compactMap(\.event.digit) }

  /// The frame at which the last event ends.
  var end: Int64 { events.suffix(16).map(\.end).max() ?? 0 }

  /// Whether an event is on in any of `frames`; with `digitsOnly`, one that sounds.
  func covers(_ frames: Range<Int64>, digitsOnly: Bool = false) -> Bool {
    events[firstActive...].contains {
      $0.start < frames.upperBound && $0.end > frames.lowerBound
        && (!digitsOnly || $0.event.digit != nil)
    }
  }

  /// Digits that may sound at a time: a keypad has one, and packets could claim hundreds.
  private static let soundingLimit = 4

  /// The numbers of the events that sound in `frames`, of too many the newest; frames only move
  /// forward.
  mutating func sounding(in frames: Range<Int64>) -> [Int] {
    while firstActive < events.count, events[firstActive].end <= frames.lowerBound,
      firstActive + 16 < events.count
    { firstActive += 1 }
    var numbers: [Int] = []
    for number in events.indices[firstActive...].reversed()
    where events[number].start < frames.upperBound && events[number].end > frames.lowerBound {
      numbers.append(number)
      if numbers.count == Self.soundingLimit { break }
    }
    return numbers.reversed()
  }

  subscript(number: Int) -> PlacedEvent { events[number] }

  var isEmpty: Bool { events.isEmpty }
}
