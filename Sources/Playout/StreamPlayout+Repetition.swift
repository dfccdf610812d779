import Audio
import Codecs

/// Packets that repeat frames of packets before, in case those are lost (RFC 4867, section 3.7.1).
///
/// The timestamp of such a packet is that of its oldest frame. Its place on the timeline is that of its new ones.
extension StreamPlayout {
  /// Finds the formats whose first packets repeat frames, by their bits, and how much of each packet is new.
  mutating func noteRepetition(
    _ entries: [PacketEntry], of batch: EncodedBatch, _ formats: [PayloadFormat]
  ) {
    for (index, format) in formats.enumerated() {
      guard let codec = format.codec, let media = format.format,
        let repetition = codec.repetition
      else { continue }
      var steps: [Int: Int] = [:]
      var pairs = 0
      for (previous, entry) in zip(entries, entries.dropFirst())
      where Int(entry.format) == index && entry.format == previous.format
        && entry.order == previous.order + 1
      {
        let before = batch.page(of: previous).span.extracting(previous.range)
        let payload = batch.page(of: entry).span.extracting(entry.range)
        let step = Int(Int32(bitPattern: entry.timestamp &- previous.timestamp))
        let repeated = (codec.duration(of: before, for: media) ?? 0) - step
        pairs += 1
        guard step > 0, repeated > 0, repeated % repetition.ticks == 0,
          repetition.repeats(
            payload, behind: before, count: repeated / repetition.ticks, media)
        else { continue }
        steps[step, default: 0] += 1
      }
      guard let usual = steps.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }),
        2 * usual.value > pairs
      else { continue }
      newTicks[UInt16(index)] = usual.key
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

  /// Plays a payload whose new frames stand at `frame`: of those that it repeats, what is missing before them.
  mutating func playRepeating(
    _ payload: Span<UInt8>, at frame: Int64, _ formats: [PayloadFormat], _ index: Int
  ) throws(SinkFailure) {
    guard let codec = formats[index].codec, let media = formats[index].format,
      let repetition = codec.repetition, let ticks = codec.duration(of: payload, for: media),
      repeated(of: ticks, UInt16(index)) > 0
    else { return try playAudio(payload, at: frame, formats, index) }
    let count = Int64(repeated(of: ticks, UInt16(index)) / repetition.ticks)
    let length = Int64(repetition.ticks) * Int64(sampleRate) / Int64(media.clockRate)
    let end = track?.runEnd(fileRate: sampleRate) ?? cursor
    let missing = isAfterReset ? 0 : min(count, max(0, (frame - end) / max(1, length)))
    let start = frame - missing * length
    let isLoss = missing > 0 && self.missing > 0
    try playAudio(
      payload, at: start, formats, index, skipping: Int(count - missing), recovered: isLoss)
    if isLoss { record(Gap(start: start, end: frame, kind: .loss, fill: .redundancy)) }
  }
}
