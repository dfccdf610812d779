import Audio
import Codecs
import RTP

extension StreamPlayout {
  /// Places a RED packet by its primary block; its events are taken from every block.
  func placeRedundant(
    _ entry: PacketEntry, _ payload: Span<UInt8>, _ formats: [PayloadFormat],
    on timeline: inout Timeline
  ) -> Timeline.Placement {
    guard let primary = RedundantBlock.blocks(in: payload)?.last,
      let format = Self.format(primary.payloadType, formats),
      let media = formats[format].format
    else {
      return timeline.place(
        entry, kind: .comfortNoise, duration: 0, clockRate: Int(timeline.clockRate))
    }
    let block = payload.extracting(primary.range)
    let duration = formats[format].codec?.duration(of: block, for: media) ?? 0
    return timeline.place(
      entry, kind: .audio, duration: Int64(duration), clockRate: media.clockRate)
  }

  /// Plays the blocks of a RED packet: old ones only where their packet was lost.
  func playRedundant(
    _ payload: Span<UInt8>, at frame: Int64, _ formats: [PayloadFormat], _ scratch: PlayoutScratch
  ) throws(SinkFailure) {
    guard let blocks = RedundantBlock.blocks(in: payload) else { return countDamaged() }
    for block in blocks {
      guard let index = Self.format(block.payloadType, formats),
        let media = formats[index].format
      else { continue }
      let bytes = payload.extracting(block.range)
      let back = Int64(block.timestampOffset) * Int64(sampleRate) / Int64(media.clockRate)
      let start = frame - back
      switch formats[index].role {
      case .audio where block.timestampOffset == 0:
        try playAudio(bytes, at: frame, formats, index, scratch)
      case .audio(let codec) where start >= cursor && missing > 0:
        let lost = missing
        try playAudio(bytes, at: start, formats, index, recovered: true, scratch)
        missing = max(0, lost - 1)
        let ticks = codec.duration(of: bytes, for: media) ?? 0
        let length = Int64(ticks) * Int64(sampleRate) / Int64(media.clockRate)
        record(Gap(start: start, end: start + length, kind: .loss, fill: .redundancy))
      case .comfortNoise where block.timestampOffset == 0:
        try playComfortNoise(bytes, at: frame, scratch)
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
