internal import Audio

extension AMRPayload {
  /// Whether a payload begins with the last `count` frames of the one before, bit by bit.
  ///
  /// A frame without data may stand for any; one frame at least has some.
  static func repeats(
    _ payload: Span<UInt8>, _ previous: Span<UInt8>, count: Int, _ band: AMRBand,
    _ format: MediaFormat
  ) -> Bool {
    guard let parts = AMRPayload(payload, band, format),
      let before = AMRPayload(previous, band, format), count <= min(parts.count, before.count)
    else { return false }
    var last: [Frame] = []
    before.forEachFrame(of: previous) { last.append($0) }
    last.removeFirst(before.count - count)
    var (index, equal, areEqual) = (0, 0, true)
    parts.forEachFrame(of: payload) { frame in
      defer { index += 1 }
      guard index < count, frame.bits > 0, last[index].bits > 0 else { return }
      equal += 1
      guard frame.type == last[index].type else { return areEqual = false }
      for bit in stride(from: 0, to: frame.bits, by: 8) {
        let count = min(8, frame.bits - bit)
        if payload.bits(count, from: frame.start + bit)
          != previous.bits(count, from: last[index].start + bit)
        {
          areEqual = false
        }
      }
    }
    return areEqual && equal > 0
  }
}
