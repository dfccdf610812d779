struct L16Encoder: AudioEncoder, ~Copyable {
  mutating func encode(_ pcm: Span<Int16>, into payload: inout [UInt8]) throws(CodecError) {
    payload.reserveCapacity(payload.count + 2 * pcm.count)
    for index in 0..<pcm.count {
      payload.append(UInt8(truncatingIfNeeded: pcm[index] >> 8))
      payload.append(UInt8(truncatingIfNeeded: pcm[index]))
    }
  }
}
