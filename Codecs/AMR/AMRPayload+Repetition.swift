extension AMRPayload {
  /// What tells each frame from others: its type and all its bits (FNV-1a); nil for one without data.
  func digests(of payload: Span<UInt8>) -> [UInt64?] {
    var digests: [UInt64?] = []
    forEachFrame(of: payload) { frame in
      guard frame.bits > 0 else { return digests.append(nil) }
      var digest: UInt64 = 0xcbf2_9ce4_8422_2325
      func take(_ value: Int) { digest = (digest ^ UInt64(value)) &* 0x100_0000_01b3 }
      take(frame.type)
      for bit in stride(from: 0, to: frame.bits, by: 8) {
        take(payload.bits(min(8, frame.bits - bit), from: frame.start + bit))
      }
      digests.append(digest)
    }
    return digests
  }
}
