import Audio
import Codecs

/// Packets that repeat frames of packets before, in case those are lost (RFC 4867, section 3.7.1).
///
/// The timestamp of such a packet is that of its oldest frame. Its place on the timeline is that of its new ones.
extension StreamPlayout {
  /// Packets behind one that may bring frames that are missing before it.
  static let repetitionLookahead = 8

  /// Finds how much of each packet is new, of formats whose packets may repeat frames: by the usual step of the first
  /// packets, and by the bits of frames that stand at the same time.
  mutating func noteRepetition(
    _ entries: [PacketEntry], of batch: EncodedBatch, _ formats: [PayloadFormat]
  ) {
    for (index, format) in formats.enumerated() {
      guard let codec = format.codec, let media = format.format, let repetition = codec.repetition
      else { continue }
      let entries = entries.filter { Int($0.format) == index && $0.length > 0 }
      var steps: [Int: Int] = [:]
      for (entry, next) in zip(entries, entries.dropFirst()) where next.order == entry.order + 1 {
        let step = Int(Int32(bitPattern: next.timestamp &- entry.timestamp))
        if step > 0, step % repetition.ticks == 0 { steps[step, default: 0] += 1 }
      }
      guard let usual = steps.max(by: { ($0.value, $1.key) < ($1.value, $0.key) })?.key else {
        continue
      }
      var frames: [UInt32: UInt64] = [:]
      var (longer, contradicted) = (0, 0)
      for entry in entries {
        let payload = batch.page(of: entry).span.extracting(entry.range)
        let digests = repetition.frames(of: payload, media)
        longer += digests.count * repetition.ticks > usual ? 1 : 0
        for (number, digest) in digests.enumerated() {
          let time = entry.timestamp &+ UInt32(truncatingIfNeeded: number * repetition.ticks)
          guard let digest else { continue }
          if let known = frames[time], known != digest { contradicted += 1 }
          frames[time] = digest
        }
      }
      // Where frames differ that the timestamps put at one time, the timestamps are wrong.
      guard contradicted * 10 <= longer else { continue }
      newTicks[UInt16(index)] = usual
    }
  }

  /// How much of a payload of so many ticks repeats what came before, in ticks.
  func repeated(of ticks: Int, _ format: UInt16) -> Int {
    guard !newTicks.isEmpty, let new = newTicks[format] else { return 0 }
    return max(0, ticks - new)
  }

  /// How much of a packet repeats what came before, in ticks.
  func repeated(
    _ entry: PacketEntry, in batch: EncodedBatch, _ formats: [PayloadFormat]
  ) -> Int {
    guard !newTicks.isEmpty, let codec = formats[Int(entry.format)].codec,
      let media = formats[Int(entry.format)].format
    else { return 0 }
    let payload = batch.page(of: entry).span.extracting(entry.range)
    return repeated(of: codec.duration(of: payload, for: media) ?? 0, entry.format)
  }

  /// Plays a packet whose new frames stand at `frame`, and before it what is missing there, of the frames that it or one
  /// of the packets `behind` it repeats.
  mutating func playRepeating(
    _ entry: PacketEntry, in batch: EncodedBatch, at frame: Int64, _ formats: [PayloadFormat],
    behind: () -> ArraySlice<PacketEntry>
  ) throws(SinkFailure) {
    let index = Int(entry.format)
    let payload = batch.page(of: entry).span.extracting(entry.range)
    guard let media = formats[index].format, let repetition = formats[index].codec?.repetition
    else {
      return try playAudio(payload, at: frame, formats, index)
    }
    let count = repeated(entry, in: batch, formats) / repetition.ticks
    let length = Int64(repetition.ticks) * Int64(sampleRate) / Int64(media.clockRate)
    let end = track?.runEnd(fileRate: sampleRate) ?? cursor
    let isLoss = missing > 0
    let missingFrames = isAfterReset ? 0 : Int(max(0, (frame - end) / max(1, length)))
    if missingFrames > 0 {
      let sources =
        [entry] + (isLoss ? Array(behind().prefix(Self.repetitionLookahead)) : [])
      // Of a longer hole only its end can be in packets behind it.
      for back in (1...min(missingFrames, 64)).reversed() {
        guard
          let source = source(
            ofFrame: back, before: entry, in: sources, of: batch, formats, isLoss: isLoss)
        else { continue }
        let start = frame - Int64(back) * length
        let bytes = batch.page(of: source.entry).span.extracting(source.entry.range)
        try playAudio(
          bytes, at: start, formats, index, selecting: source.number..<source.number + 1,
          recovered: isLoss)
        if isLoss { record(Gap(start: start, end: start + length, kind: .loss, fill: .redundancy)) }
        // What is before the next one is missing still.
        if isLoss { missing = Int64(back) - 1 }
      }
    }
    try playAudio(
      payload, at: frame, formats, index, selecting: count == 0 ? nil : count..<Int.max)
  }

  /// The first of the packets that holds the frame that stands `back` frames before the new ones of `entry`, and its
  /// number there.
  private func source(
    ofFrame back: Int, before entry: PacketEntry, in sources: [PacketEntry], of batch: EncodedBatch,
    _ formats: [PayloadFormat], isLoss: Bool
  ) -> (entry: PacketEntry, number: Int)? {
    for source in sources {
      if let number = number(
        ofFrame: back, before: entry, in: source, of: batch, formats, isLoss: isLoss)
      {
        return (source, number)
      }
    }
    return nil
  }

  /// Where a packet holds the frame that stands `back` frames before the new ones of `entry`; nil where it does not.
  private func number(
    ofFrame back: Int, before entry: PacketEntry, in source: PacketEntry, of batch: EncodedBatch,
    _ formats: [PayloadFormat], isLoss: Bool
  ) -> Int? {
    guard source.format == entry.format, let media = formats[Int(entry.format)].format,
      let repetition = formats[Int(entry.format)].codec?.repetition
    else { return nil }
    let new = entry.timestamp &+ UInt32(repeated(entry, in: batch, formats))
    let ticks =
      Int(Int32(bitPattern: new &- source.timestamp)) - back * repetition.ticks
    guard ticks >= 0, ticks % repetition.ticks == 0,
      ticks < repeated(source, in: batch, formats)
    else { return nil }
    let payload = batch.page(of: source).span.extracting(source.range)
    let frames = repetition.frames(of: payload, media)
    let number = ticks / repetition.ticks
    guard number < frames.count, frames[number] != nil || !isLoss else { return nil }
    return number
  }
}
