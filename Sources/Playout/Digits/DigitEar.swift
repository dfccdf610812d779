package import Tones

/// What was heard in a stream's audio.
package struct HeardDigits: Sendable {
  /// In order, in frames from the stream's time zero.
  package internal(set) var digits: [DetectedDigit] = []
  /// What resembled a digit and was turned down, where that was asked for.
  package internal(set) var nearMisses: [NearMiss] = []
  /// Older near misses beyond the detector's limit, which are counted only.
  package internal(set) var droppedNearMisses = 0
  /// Digits beyond the limit, which are counted only.
  package internal(set) var dropped = 0
}

/// Listens to a stream for DTMF digits; its channels are mixed.
struct DigitEar {
  private var detector: DTMFDetector
  private var mixed: [Int16] = []
  private(set) var heard = HeardDigits()

  /// More digits than this in one stream are counted, not kept.
  private static let limit = 1_000_000

  init(sampleRate: Int, explains: Bool) {
    detector = DTMFDetector(sampleRate: sampleRate, explains: explains)
  }

  /// Hears `count` frames that stand in the block behind what is taken.
  mutating func hear(_ count: Int, of scratch: borrowing PlayoutScratch, channels: Int) {
    let frames = scratch.block.span.extracting(scratch.used..<scratch.used + count * channels)
    guard channels > 1 else { return detector.process(frames) }
    var mixed: [Int16] = []
    swap(&mixed, &self.mixed)
    defer { swap(&mixed, &self.mixed) }
    mixed.removeAll(keepingCapacity: true)
    for frame in 0..<frames.count / channels {
      var sum = 0
      for channel in 0..<channels { sum += Int(frames[frame * channels + channel]) }
      mixed.append(Int16(truncatingIfNeeded: sum / channels))
    }
    detector.process(mixed.span)
  }

  /// Passes over frames that nothing is known of.
  mutating func miss(_ frames: Int64) { detector.skip(unknown: Int(clamping: frames)) }

  /// Takes what the detector is certain of by now.
  mutating func collect() {
    let digits = detector.takeDigits()
    let room = Self.limit - heard.digits.count
    heard.digits += digits.prefix(room)
    heard.dropped += max(0, digits.count - room)
  }

  mutating func finish() {
    detector.finish()
    collect()
    heard.nearMisses = detector.nearMisses
    heard.droppedNearMisses = detector.droppedNearMisses
  }
}
