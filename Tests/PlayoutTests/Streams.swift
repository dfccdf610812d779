import TestSupport

/// Streams of 20 ms packets at 8 kHz.
enum Stream {
  /// The `index`th packet of a stream that sends without a break.
  static func packet(_ index: Int, format: Int = 0, _ payload: [UInt8]) -> Packet {
    Packet(
      order: 70_000 + Int64(index),
      timestamp: UInt32(truncatingIfNeeded: 4_294_960_000 + index * 160),
      time: 1_600_000_000 + Double(index) * 0.02, format: format, payload: payload)
  }

  /// Packets of random bytes.
  static func noise(_ count: Int, format: Int = 0, seed: UInt64 = 1) -> [Packet] {
    var random = Randomness(seed: seed)
    return (0..<count).map { packet($0, format: format, random.bytes(160)) }
  }

  /// Packets of µ-law silence.
  static func silence(_ count: Int) -> [Packet] {
    (0..<count).map { packet($0, [UInt8](repeating: 0xff, count: 160)) }
  }

  /// The reports of one press that begins with packet `index` and lasts `length` packets; they take
  /// the orders of these packets.
  static func press(
    _ code: UInt8, at index: Int, length: Int, volume: UInt8 = 10, format: Int = 1
  ) -> [Packet] {
    let start = packet(index, [])
    return (1...length + 2).map { number in
      let duration = min(number, length) * 160
      let isEnd = number >= length
      return Packet(
        order: start.order + Int64(number - 1), timestamp: start.timestamp,
        time: start.time + Double(min(number, length)) * 0.02, format: format,
        payload: [
          code, volume | (isEnd ? 0x80 : 0), UInt8(duration >> 8), UInt8(duration & 0xff),
        ])
    }
  }
}
