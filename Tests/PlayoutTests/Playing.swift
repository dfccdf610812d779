import Audio
import Playout
import Testing

/// Keeps what a player hands it.
final class RecordingSink: AudioSink {
  private(set) var samples: [Int16] = []
  private(set) var sampleRate: Int?
  private(set) var channels: Int?
  /// Samples after which it fails.
  var limit = Int.max

  func write(
    _ frames: Span<Int16>, remainders: Span<Int16>, sampleRate: Int, channels: Int
  ) throws(SinkFailure) {
    if let known = self.sampleRate { #expect(known == sampleRate) }
    if let known = self.channels { #expect(known == channels) }
    (self.sampleRate, self.channels) = (sampleRate, channels)
    guard samples.count + frames.count <= limit else {
      throw SinkFailure("the disk is full", isCreation: false)
    }
    // Tests play millions of samples, and without optimisation each index costs.
    unsafe frames.withUnsafeBufferPointer { unsafe samples.append(contentsOf: $0) }
  }
}

/// A packet of a stream, as the reader hands it over.
struct Packet {
  var order: Int64
  var timestamp: UInt32
  /// Capture time in seconds.
  var time: Double
  var format = 0
  var payload: [UInt8]
}

enum Media {
  static let pcmu = named(0, "PCMU/8000")
  static let pcma = named(8, "PCMA/8000")
  static let g722 = named(9, "G722/8000")
  static let event = named(101, "telephone-event/8000")
  static let noise = named(13, "CN/8000")
  static let red = named(100, "red/8000")

  static func named(_ payloadType: UInt8, _ rtpmap: String) -> PayloadFormat {
    PayloadFormat(
      payloadType: payloadType, format: MediaFormat(rtpmap: rtpmap), origin: .option)
  }
}

struct Played {
  let samples: [Int16]
  let sampleRate: Int?
  let channels: Int?
  let result: PlayoutResult

  /// Gaps in a form to compare.
  var gaps: [String] {
    result.gaps.recent.map { "\($0.start)-\($0.end) \($0.kind.rawValue) \($0.fill.rawValue)" }
  }
}

/// Plays packets that arrive in this order, cut into batches after the numbers of packets given.
///
/// Batches are made as the flusher makes them: only packets that nothing can come before any more
/// are taken, and the last of these look ahead.
func play(
  _ packets: [Packet], _ formats: [PayloadFormat], cuts: Set<Int> = [],
  _ change: (inout PlayoutOptions) -> Void = { _ in }
) throws -> Played {
  var options = PlayoutOptions()
  change(&options)
  let sink = RecordingSink()
  var playout = StreamPlayout(options: options, sinks: [sink])
  var scratch = PlayoutScratch()
  var batch = EncodedBatch()
  var isStarted = false
  var lowestToCome = [Int64](repeating: .max, count: packets.count + 1)
  for index in packets.indices.reversed() {
    lowestToCome[index] = min(lowestToCome[index + 1], packets[index].order)
  }
  for (index, packet) in packets.enumerated() {
    batch.append(
      packet.payload.span, order: packet.order, timestamp: packet.timestamp,
      time: Int64(packet.time * 1e9), format: packet.format)
    guard cuts.contains(index) else { continue }
    batch.sort()
    let final = batch.count(below: lowestToCome[index + 1])
    let playable = final - StreamPlayout.lookahead(for: formats)
    guard playable >= (isStarted ? 1 : Opening.packets) else { continue }
    isStarted = true
    let taken = batch.take(final, playable: playable)
    try playout.play(taken, formats: formats, scratch: &scratch)
  }
  batch.sort()
  let count = batch.entries.count
  let taken = batch.take(count, playable: count)
  try playout.play(taken, formats: formats, scratch: &scratch)
  let result = try playout.finish(&scratch)
  return Played(
    samples: sink.samples, sampleRate: sink.sampleRate, channels: sink.channels, result: result)
}
