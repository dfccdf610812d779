/// Widens 16-bit samples by bits of zero, or narrows them to L8, rounded.
struct LinearPCMEncoder: AudioEncoder, ~Copyable {
  let samples: LinearPCM

  mutating func encode(_ pcm: Span<Int16>, into payload: inout [UInt8]) throws(CodecError) {
    payload.reserveCapacity(payload.count + (pcm.count * samples.rawValue + 7) / 8)
    for index in 0..<pcm.count {
      let bits = UInt16(bitPattern: pcm[index])
      let (high, low) = (UInt8(truncatingIfNeeded: bits >> 8), UInt8(truncatingIfNeeded: bits))
      switch samples {
      case .l8: payload.append(UInt8(min(255, (Int(pcm[index]) + 32_768 + 128) >> 8)))
      case .l24: payload += [high, low, 0]
      case .l20 where index % 2 == 0: payload += [high, low, 0]
      case .l20:
        // Behind the last four bits of the sample before, which are zero.
        payload[payload.count - 1] = high >> 4
        payload += [high << 4 | low >> 4, low << 4]
      }
    }
  }
}
