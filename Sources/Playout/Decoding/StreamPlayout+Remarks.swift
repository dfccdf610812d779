import Codecs

extension StreamPlayout {
  /// Notes what formats say of most of these payloads, the first of the batch, and is not so.
  mutating func noteRemarks(
    _ entries: [PacketEntry], of batch: EncodedBatch, _ formats: [PayloadFormat]
  ) {
    for (index, format) in formats.enumerated() {
      guard let codec = format.codec, codec.hasRemarks, let media = format.format else { continue }
      var counts: [String: Int] = [:]
      var payloads = 0
      for entry in entries where Int(entry.format) == index && entry.length > 0 {
        payloads += 1
        let page = batch.page(of: entry)
        let payload = page.span.extracting(entry.range)
        if let remark = codec.remark(on: payload, of: media) { counts[remark, default: 0] += 1 }
      }
      remarks[UInt16(index)] = counts.first { 2 * $0.value > payloads }?.key
    }
  }

  /// Notes that the audio of the current decoder sounds like that of another codec, if it does.
  mutating func noteSound(_ other: String?) {
    let key = UInt16(truncatingIfNeeded: trackIndex)
    guard let other, remarks[key] == nil else { return }
    remarks[key] = "it sounds as if packed as \(other); to hear that, name it by --rtpmap"
  }
}
