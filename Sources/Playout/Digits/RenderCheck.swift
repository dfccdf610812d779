import Audio
import Tones

/// Reads rendered digits back out of the samples that go to the file.
///
/// Only the stretches of events are read, each with a detector of its own.
package struct RenderCheck {
  /// What came of it.
  package enum Outcome: String, Sendable {
    /// Every digit is heard.
    case found
    case missing
    /// Nothing was rendered.
    case none
  }

  private struct Reading {
    let event: Int
    let digit: DTMFDigit
    var detector: DTMFDetector
    /// The frame of the timeline behind the last that was read.
    var next: Int64
  }

  private var open: [Reading] = []
  private var found = 0
  private var missing = 0

  /// Digits that sound at a time; the oldest is settled first.
  private static let openLimit = 16

  /// Reads `range` of the block's samples, interleaved: what an event has from `frame` of the
  /// timeline on.
  mutating func read(
    _ range: Range<Int>, of scratch: borrowing PlayoutScratch, channels: Int, sampleRate: Int,
    event: Int, _ digit: DTMFDigit, at frame: Int64
  ) {
    let samples = scratch.block.span.extracting(range)
    var index = open.lastIndex { $0.event == event }
    if index == nil {
      if open.count == Self.openLimit { settle(open.removeFirst()) }
      open.append(
        Reading(
          event: event, digit: digit, detector: DTMFDetector(sampleRate: sampleRate),
          next: frame))
      index = open.count - 1
    }
    guard let index else { return }
    if frame > open[index].next {
      open[index].detector.skip(unknown: Int(clamping: frame - open[index].next))
    }
    open[index].detector.process(samples, channel: 0, of: channels)
    open[index].next = frame + Int64(samples.count / channels)
  }

  /// Ends the readings that nothing has come to for a while.
  mutating func settle(before frame: Int64) {
    while let first = open.first, first.next < frame { settle(open.removeFirst()) }
  }

  /// Ends all readings.
  mutating func finish() { settle(before: .max) }

  private mutating func settle(_ reading: Reading) {
    var detector = reading.detector
    detector.finish()
    let isFound = detector.takeDigits().contains { $0.digit == reading.digit }
    found += isFound ? 1 : 0
    missing += isFound ? 0 : 1
  }

  var outcome: Outcome { missing > 0 ? .missing : found > 0 ? .found : .none }
}
