import Audio
import Codecs
import RTP

extension StreamPlayout {
  /// Places a RED packet by its primary block; its events are taken from every block.
  mutating func placeRedundant(
    _ entry: PacketEntry, _ payload: Span<UInt8>, _ formats: [PayloadFormat],
    isTrial: Bool
  ) -> Timeline.Placement {
    guard let blocks = RedundantBlock.blocks(in: payload), let primary = blocks.last,
      let format = Self.format(primary.payloadType, formats),
      let media = formats[format].format
    else {
      return timeline.place(
        entry, kind: .comfortNoise, duration: 0, clockRate: Int(timeline.clockRate))
    }
    let block = payload.extracting(primary.range)
    let duration = formats[format].codec?.duration(of: block, for: media) ?? 0
    let kind: Timeline.Kind = formats[format].isEvent ? .event : .audio
    let placement = timeline.place(
      entry, kind: kind, duration: Int64(duration), clockRate: media.clockRate)
    if !isTrial { receiveEvents(of: blocks, payload, entry, placement, formats) }
    return placement
  }

  private mutating func receiveEvents(
    of blocks: [RedundantBlock], _ payload: Span<UInt8>, _ entry: PacketEntry,
    _ placement: Timeline.Placement, _ formats: [PayloadFormat]
  ) {
    for block in blocks {
      guard let index = Self.format(block.payloadType, formats), formats[index].isEvent,
        let clockRate = formats[index].format?.clockRate
      else { continue }
      let back = Int64(block.timestampOffset) * Int64(sampleRate) / Int64(clockRate)
      receiveEvents(
        payload.extracting(block.range), entry.order,
        timestamp: entry.timestamp &- block.timestampOffset,
        Timeline.Placement(frame: placement.frame - back, isReset: placement.isReset), clockRate)
    }
  }

  /// Plays the blocks of a RED packet: old ones only where their packet was lost.
  mutating func playRedundant(
    _ payload: Span<UInt8>, at frame: Int64, _ formats: [PayloadFormat]
  ) throws(SinkFailure) {
    guard let blocks = RedundantBlock.blocks(in: payload) else { return countDamaged() }
    for (number, block) in blocks.enumerated() {
      guard let index = Self.format(block.payloadType, formats),
        let media = formats[index].format
      else { continue }
      let isPrimary = number == blocks.count - 1
      let bytes = payload.extracting(block.range)
      let back = Int64(block.timestampOffset) * Int64(sampleRate) / Int64(media.clockRate)
      let start = frame - back
      switch formats[index].role {
      case .audio where isPrimary:
        try playAudio(bytes, at: frame, formats, index)
      // A frame of rounding is nothing, and is trimmed.
      case .audio(let codec) where start + 1 >= cursor && start < frame && missing > 0:
        let lost = missing
        let before = damaged
        let gapStart = max(start, cursor)
        try playAudio(bytes, at: start, formats, index, recovered: true)
        guard damaged == before else { continue }
        missing = max(0, lost - 1)
        let ticks = codec.duration(of: bytes, for: media) ?? 0
        let length = Int64(ticks) * Int64(sampleRate) / Int64(media.clockRate)
        record(Gap(start: gapStart, end: start + length, kind: .loss, fill: .redundancy))
      case .comfortNoise where isPrimary:
        try playComfortNoise(bytes, at: frame)
      default:
        break
      }
    }
  }

  /// The newest format of a payload type.
  private static func format(_ payloadType: UInt8, _ formats: [PayloadFormat]) -> Int? {
    formats.lastIndex { $0.payloadType == payloadType && !$0.isUnknown }
  }
}
