import TestSupport
import Testing

@testable import RTP

@Suite("Reception on both paths")
struct ReceptionTests {
  /// A packet as a capture shows it.
  private struct Packet {
    var sequenceNumber: UInt16
    var timestamp: UInt32
    var time: Int64
    var payload: UInt8 = 1

    var digest: PayloadDigest {
      payload == 0 ? .unknown : PayloadDigest(endOf: [UInt8](repeating: payload, count: 12).span)
    }
  }

  /// A stream of 20 ms packets that wraps, with loss, reordering, copies, jitter, jumps of the sequence
  /// number, pauses, replays, other payloads and packets that were cut short, all by chance.
  private static func packets(_ seed: UInt64) -> [Packet] {
    var random = Randomness(seed: seed)
    var packets: [Packet] = []
    var next = Packet(sequenceNumber: 65_000, timestamp: .max - 80_000, time: 1_000_000_000)
    for _ in 0..<3000 {
      next.sequenceNumber &+= 1
      next.timestamp &+= 160
      next.time += 20_000_000
      if random.chance(1) { next.sequenceNumber &+= UInt16.random(in: 1...40, using: &random) }
      if Int.random(in: 0..<900, using: &random) == 0 { next.sequenceNumber &+= 20_000 }
      if Int.random(in: 0..<500, using: &random) == 0 { next.time += 3_000_000_000 }
      if random.chance(2) { continue }
      if Int.random(in: 0..<300, using: &random) == 0,
        let earlier = packets.randomElement(using: &random)
      {
        (next.sequenceNumber, next.timestamp) = (earlier.sequenceNumber, earlier.timestamp)
        next.payload = UInt8.random(in: 1...2, using: &random)
      }
      var packet = next
      if random.chance(1) { packet.payload = 0 }
      packet.time += Int64.random(in: 0..<9_000_000, using: &random)
      packets.append(packet)
      if random.chance(1) { packets.append(packet) }
      if random.chance(1) {
        packet.payload = 3
        packets.append(packet)
      }
      if random.chance(2), packets.count > 3 {
        packets.swapAt(packets.count - 1, packets.count - 1 - Int.random(in: 1...3, using: &random))
      }
    }
    return packets
  }

  /// What is known of a stream, and the order that each of its packets got; nil for what was dropped.
  private static func receive(
    _ packets: [Packet], onFastPath: Bool
  ) -> (reception: Reception, orders: [Int64?], fast: Int) {
    var reception = Reception(window: 2_000_000_000)
    var orders: [Int64?] = []
    var fast = 0
    for packet in packets {
      if onFastPath,
        let order = reception.receiveNext(
          sequenceNumber: packet.sequenceNumber, timestamp: packet.timestamp,
          digest: packet.digest, clockRate: 8000, at: packet.time)
      {
        orders.append(order)
        fast += 1
        continue
      }
      let arrival = reception.receive(
        sequenceNumber: packet.sequenceNumber, timestamp: packet.timestamp,
        digest: packet.digest, at: packet.time)
      switch arrival {
      case .accepted(let order, _), .restarted(_, let order):
        reception.receiveAudio(
          order: order, timestamp: packet.timestamp, clockRate: 8000, at: packet.time)
        orders.append(order)
      case .duplicate, .late, .held: orders.append(nil)
      }
    }
    reception.finish()
    return (reception, orders, fast)
  }

  @Test("the fast path says of a stream what the general one says", arguments: 1...40)
  func paths(_ seed: Int) {
    let packets = Self.packets(UInt64(seed))
    let general = Self.receive(packets, onFastPath: false)
    let fast = Self.receive(packets, onFastPath: true)
    #expect(fast.fast > packets.count / 2)
    #expect(fast.fast < packets.count)
    #expect(fast.orders == general.orders)
    // Every property that both keep, in what order they lie.
    #expect("\(fast.reception.statistics)" == "\(general.reception.statistics)")
    for keyPath in [
      \SequenceTracker.packets, \.lost, \.expected, \.duplicates, \.reordered, \.late,
      \.strays,
    ] {
      #expect(
        fast.reception.tracker[keyPath: keyPath] == general.reception.tracker[keyPath: keyPath])
    }
    #expect(fast.reception.tracker.restarts == general.reception.tracker.restarts)
    #expect("\(fast.reception.tracker.recent)" == "\(general.reception.tracker.recent)")
    #expect(general.reception.tracker.lost > 0)
    #expect(general.reception.tracker.duplicates > 0)
    #expect(general.reception.tracker.reordered > 0)
  }
}
