/// Payloads of RFC 4867, bit by bit.
enum AMRPacking: String, CaseIterable {
  case bandwidthEfficient = ""
  case octetAligned = "octet-align=1"
  case checked = "octet-align=1; crc=1"

  private static let narrow = [95, 103, 118, 134, 148, 159, 204, 244, 39]
  private static let wide = [132, 177, 253, 285, 317, 365, 397, 461, 477, 40]

  /// The payload of stored frames.
  func payload(_ frames: [[UInt8]], isWide: Bool) -> [UInt8] {
    let isAligned = self != .bandwidthEfficient
    var bits = [Int](repeating: 1, count: 4)
    func pad() { if isAligned { bits += [Int](repeating: 0, count: -bits.count & 7) } }
    pad()
    for (index, frame) in frames.enumerated() {
      let type = Int(frame[0] >> 3 & 15)
      bits += [index == frames.count - 1 ? 0 : 1] + (0..<4).map { type >> (3 - $0) & 1 } + [1]
      pad()
    }
    if self == .checked {
      for frame in frames where frame.count > 1 { bits += [1, 0, 1, 1, 0, 0, 1, 0] }
    }
    for frame in frames where frame.count > 1 {
      let sizes = isWide ? Self.wide : Self.narrow
      for bit in 0..<sizes[Int(frame[0] >> 3 & 15)] {
        bits.append(Int(frame[1 + bit / 8] >> (7 - bit % 8) & 1))
      }
      pad()
    }
    return stride(from: 0, to: bits.count, by: 8).map { start in
      (0..<8).reduce(0) { $0 << 1 | (start + $1 < bits.count ? UInt8(bits[start + $1]) : 0) }
    }
  }
}
