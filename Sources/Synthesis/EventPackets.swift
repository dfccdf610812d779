import Audio

/// Makes the packets of telephone-events (RFC 4733, section 2.5).
///
/// Each event has a first packet with the marker, an update for each packet time with the event's
/// timestamp and a growing duration, and its end three times.
struct EventPackets {
  let clockRate: Int
  let payloadType: UInt8
  /// Seconds between updates.
  let step: Double

  /// An event longer than its 16 bits of duration goes on in a new segment (section 2.5.1.3).
  private static let longestSegment = 0xFFFF

  /// The packets of one press, breaking the rules that `faults` name; `next` is when the next one
  /// begins, before which the ends must be sent.
  func packets(
    of press: DigitPress, before next: Double?, faults: Set<EventFault>
  ) -> [MediaPacket] {
    let start = ticks(press.start)
    let length = max(1, ticks(press.end) - start)
    let updates = max(1, Int((press.length / step).rounded(.up) - (isWhole(press) ? 0 : 1)))
    var packets: [MediaPacket] = []
    var segment = 0
    func add(_ elapsed: Int, at time: Double, isEnd: Bool) {
      let event = Report(
        code: press.digit.rawValue, isEnd: isEnd,
        volume: faults.contains(.volumeOutOfRange) ? 63 : UInt8((-press.level).rounded()),
        duration: UInt16(min(Self.longestSegment, scaled(elapsed - segment, faults))))
      packets.append(
        MediaPacket(
          at: time, tick: start + segment, payloadType: payloadType,
          marker: packets.isEmpty && !faults.contains(.markerMissing), event.bytes))
    }
    for index in 0..<updates {
      let time = press.start + Double(index) * step
      let elapsed = min(length, ticks(press.start + Double(index + 1) * step) - start)
      while elapsed - segment > Self.longestSegment {
        add(segment + Self.longestSegment, at: time, isEnd: false)
        segment += Self.longestSegment
      }
      add(elapsed, at: time, isEnd: false)
    }
    let end = press.start + Double(updates) * step
    let spacing = min(step, max(0, (next ?? .infinity) - end) / 3)
    let ends = faults.contains(.endMissing) ? 0 : faults.contains(.endNotRepeated) ? 1 : 3
    for index in 0..<ends { add(length, at: end + Double(index) * spacing, isEnd: true) }
    spoil(&packets, faults)
    return packets
  }

  func ticks(_ seconds: Double) -> Int { Int((seconds * Double(clockRate)).rounded()) }

  private func isWhole(_ press: DigitPress) -> Bool {
    let steps = press.length / step
    return (steps - steps.rounded()).magnitude < 1e-6
  }

  /// Durations as a sender has them that counts by another clock.
  private func scaled(_ duration: Int, _ faults: Set<EventFault>) -> Int {
    guard faults.contains(.wrongClock) else { return duration }
    return clockRate == 8000 ? duration * 2 : duration * 8000 / clockRate
  }

  /// Breaks the rules that concern single packets.
  private func spoil(_ packets: inout [MediaPacket], _ faults: Set<EventFault>) {
    if faults.contains(.timestampChanged) {
      for index in packets.indices.dropFirst() {
        packets[index].tick += index * ticks(step)
      }
    }
    if faults.contains(.durationDecreased), packets.count > 1 {
      // Half of what the packet before it said.
      let index = max(1, packets.count / 2)
      let before =
        UInt16(packets[index - 1].payload[2]) << 8 | UInt16(packets[index - 1].payload[3])
      let half = before / 2
      packets[index].payload[2] = UInt8(half >> 8)
      packets[index].payload[3] = UInt8(truncatingIfNeeded: half)
    }
    if faults.contains(.durationZero) { packets[0].payload.replaceSubrange(2...3, with: [0, 0]) }
    if faults.contains(.malformed) { packets[packets.count / 2].payload.removeLast() }
  }

  private struct Report {
    let code: UInt8
    let isEnd: Bool
    let volume: UInt8
    let duration: UInt16

    var bytes: [UInt8] {
      [
        code, (isEnd ? 0x80 : 0) | volume, UInt8(duration >> 8),
        UInt8(truncatingIfNeeded: duration),
      ]
    }
  }
}
