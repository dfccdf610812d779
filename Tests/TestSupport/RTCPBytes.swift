/// Builds RTCP packets byte by byte, after the figures of RFC 3550 and RFC 3611.
package enum RTCPBytes {
  package static func words(_ values: UInt32...) -> [UInt8] {
    values.flatMap { value in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) } }
  }

  /// A packet with its header; the body is a whole number of words.
  package static func packet(_ type: UInt8, count: UInt8 = 0, _ body: [UInt8]) -> [UInt8] {
    [0x80 | count, type, UInt8(body.count >> 10), UInt8(body.count >> 2 & 0xff)] + body
  }

  package static func block(
    _ ssrc: UInt32, fraction: UInt32 = 0, lost: UInt32 = 0, jitter: UInt32 = 0, last: UInt32 = 0,
    delay: UInt32 = 0
  ) -> [UInt8] {
    words(ssrc, fraction << 24 | lost & 0xff_ffff, 0x1_0064, jitter, last, delay)
  }

  package static func sender(
    _ ssrc: UInt32, ntp: Double, timestamp: UInt32, blocks: [[UInt8]] = []
  ) -> [UInt8] {
    let bits = UInt64(ntp * 0x1p32)
    let info = words(
      ssrc, UInt32(bits >> 32), UInt32(truncatingIfNeeded: bits), timestamp, 100, 16_000)
    return packet(200, count: UInt8(blocks.count), info + blocks.flatMap { $0 })
  }

  package static func receiver(_ ssrc: UInt32, blocks: [[UInt8]]) -> [UInt8] {
    packet(201, count: UInt8(blocks.count), words(ssrc) + blocks.flatMap { $0 })
  }

  package static func name(_ ssrc: UInt32, _ name: String) -> [UInt8] {
    let item = [1, UInt8(name.utf8.count)] + Array(name.utf8)
    let filling = [UInt8](repeating: 0, count: 4 - item.count % 4)
    return packet(202, count: 1, words(ssrc) + item + filling)
  }

  /// The middle 32 bits of an NTP time.
  package static func compact(_ ntp: Double) -> UInt32 {
    UInt32(truncatingIfNeeded: UInt64(ntp * 65_536))
  }
}
