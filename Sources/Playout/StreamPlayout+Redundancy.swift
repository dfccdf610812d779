import Audio
import Codecs
import RTP

extension StreamPlayout {
  /// Plays the blocks of a RED packet: old ones only where their packet was lost.
  mutating func playRedundant(
    _ payload: Span<UInt8>, at frame: Int64, _ formats: [PayloadFormat]
  ) throws(SinkFailure) {
    guard var blocks = RedundantBlocks(payload) else { return countDamaged() }
    while let block = blocks.next() {
      guard let index = formats.newest(block.payloadType), let media = formats[index].format
      else { continue }
      let bytes = payload.extracting(block.range)
      let back = Int64(block.timestampOffset) * Int64(sampleRate) / Int64(media.clockRate)
      let start = frame - back
      switch formats[index].role {
      case .audio where block.isPrimary:
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
      case .comfortNoise where block.isPrimary:
        try playComfortNoise(bytes, at: frame)
      default:
        break
      }
    }
  }
}
