import NetworkBytes
import RTP
import TestSupport
import Testing

@testable import Demultiplexing

@Suite("Probation")
struct ProbationTests {
  private static let here = SocketAddress(IPAddress(ipv4: 1), port: 4000)
  private static let there = SocketAddress(IPAddress(ipv4: 2), port: 5000)

  /// Probation, fed with datagrams as the demultiplexer feeds it.
  private struct Gate {
    var probation = Probation()
    var number = 0
    /// Streams that were accepted, with their packets' numbers.
    var accepted: [(key: StreamKey, packets: [Int])] = []

    mutating func receive(
      _ bytes: [UInt8], from source: SocketAddress = here, to destination: SocketAddress = there,
      isExpected: Bool = false, isNamed: Bool = false
    ) {
      number += 1
      guard DatagramKind(bytes.span) == .rtp, let packet = RTPPacket(parsing: bytes.span) else {
        return
      }
      let key = StreamKey(ssrc: packet.ssrc, source: source, destination: destination)
      let candidate = probation.receive(
        packet, bytes.span, key: key, number: number,
        place: PacketPlace(input: 0, number: number), time: Int64(number), isTruncated: false,
        isExpected: isExpected, isNamed: isNamed)
      if let candidate { accepted.append((candidate.key, candidate.packets.map(\.number))) }
    }
  }

  private static func rtp(
    _ sequenceNumber: Int, _ timestamp: Int, payloadType: UInt8 = 0, ssrc: UInt32 = 7
  ) -> [UInt8] {
    func big(_ value: Int, _ bytes: Int) -> [UInt8] {
      (0..<bytes).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    return [0x80, payloadType] + big(sequenceNumber, 2) + big(timestamp, 4) + big(Int(ssrc), 4)
      + [UInt8](repeating: 0xff, count: 20)
  }

  @Test("six consistent packets make a stream, with all six")
  func run() {
    var gate = Gate()
    for index in 0..<5 { gate.receive(Self.rtp(65_533 + index, 0xffff_ff00 + index * 160)) }
    #expect(gate.accepted.isEmpty)
    gate.receive(Self.rtp(65_538, 0xffff_ff00 + 800))
    #expect(gate.accepted.count == 1)
    #expect(gate.accepted.first?.packets == [1, 2, 3, 4, 5, 6])
    #expect(gate.probation.rejected == 0)
  }

  @Test("losses, swaps, duplicates and a pause do not end a run")
  func network() {
    var gate = Gate()
    for (number, timestamp) in [
      (10, 1600), (11, 1760), (11, 1760), (13, 2080), (12, 1920), (20, 3200), (21, 100_000),
      (22, 100_160),
    ] {
      gate.receive(Self.rtp(number, timestamp))
    }
    #expect(gate.accepted.first?.packets == Array(1...8))
  }

  @Test("a telephone-event alone makes a stream: its reports share a timestamp")
  func event() {
    var gate = Gate()
    for index in 0..<6 { gate.receive(Self.rtp(index, 8000, payloadType: 101)) }
    #expect(gate.accepted.count == 1)
  }

  @Test("what signalling expects is a stream at once, with what came before")
  func expected() {
    var gate = Gate()
    gate.receive(Self.rtp(1, 160), isExpected: true)
    #expect(gate.accepted.map(\.packets) == [[1]])
    var late = Gate()
    late.receive(Self.rtp(1, 160))
    late.receive(Self.rtp(2, 320), isExpected: true)
    #expect(late.accepted.map(\.packets) == [[1, 2]])
    // Even with a payload type that nothing else makes plausible.
    var odd = Gate()
    odd.receive(Self.rtp(1, 160, payloadType: 77), isExpected: true)
    #expect(odd.accepted.count == 1)
  }

  @Test("candidates that signalling names later are taken at the end, the others are none")
  func finish() {
    var gate = Gate()
    for index in 0..<3 { gate.receive(Self.rtp(index, index * 160, payloadType: 96, ssrc: 1)) }
    for index in 0..<2 { gate.receive(Self.rtp(index, index * 160, payloadType: 97, ssrc: 2)) }
    let accepted = gate.probation.finish { payloadType, _ in payloadType == 96 }
    #expect(accepted.map(\.key.ssrc) == [1])
    #expect(accepted.first?.packets.count == 3)
    #expect(gate.probation.nearest.map(\.key.ssrc) == [2])
    #expect(gate.probation.nearest.map(\.run) == [2])
    #expect(gate.probation.rejected == 2)
  }

  struct Traffic: CustomTestStringConvertible {
    let testDescription: String
    let datagram: @Sendable (Int, inout Randomness) -> [UInt8]
  }

  static let traffic = [
    // The identifier is random, so that half of all messages have RTP's version now and then.
    Traffic(testDescription: "DNS") { _, random in
      random.bytes(2) + [0x01, 0x00, 0, 1, 0, 0, 0, 0, 0, 0] + Array("\u{3}www\u{7}example".utf8)
    },
    Traffic(testDescription: "QUIC") { _, random in
      [UInt8.random(in: 0x40...0xff, using: &random)] + random.bytes(1200)
    },
    Traffic(testDescription: "random bytes") { _, random in random.bytes(100) },
    Traffic(testDescription: "random bytes behind RTP's version") { _, random in
      [0x80] + random.bytes(100)
    },
    Traffic(testDescription: "a header that never changes") { _, random in
      [0x80, 0, 0x12, 0x34, 0, 0, 0, 1, 0, 0, 0, 9] + random.bytes(50)
    },
    Traffic(testDescription: "a game: a count at the start, a state that jumps") { index, random in
      [0x80, UInt8(index & 0x7f), UInt8(index >> 8 & 0xff), UInt8(index & 0xff)]
        + random.bytes(4) + [0, 0, 0, 1] + random.bytes(40)
    },
    Traffic(testDescription: "a clock where RTP counts") { index, random in
      let clock = index * 977
      return [0x90, 0, UInt8(clock >> 8 & 0xff), UInt8(clock & 0xff), 0, 0]
        + [UInt8(index >> 8 & 0xff), UInt8(index & 0xff)] + [0, 0, 0, 1, 0, 0, 0, 0]
        + random.bytes(40)
    },
    Traffic(testDescription: "payload types that RFC 3551 leaves free") { index, _ in
      rtp(index, index * 160, payloadType: UInt8(35 + index % 20))
    },
  ]

  @Test("other traffic makes no stream, and is counted", arguments: traffic)
  func others(_ traffic: Traffic) {
    var random = Randomness(seed: 99)
    var gate = Gate()
    var likely = 0
    for index in 0..<3000 {
      let datagram = traffic.datagram(index, &random)
      if DatagramKind(datagram.span) == .rtp, RTPPacket(parsing: datagram.span) != nil {
        likely += 1
      }
      gate.receive(datagram)
    }
    #expect(gate.accepted.isEmpty)
    #expect(gate.probation.finish { _, _ in false }.isEmpty)
    #expect(gate.probation.rejected == likely)
  }

  @Test("streams that begin at once, 30,000 of them, are all found")
  func many() {
    var gate = Gate()
    for index in 0..<6 {
      for ssrc in UInt32(0)..<30_000 { gate.receive(Self.rtp(index, index * 160, ssrc: ssrc)) }
    }
    #expect(gate.accepted.count == 30_000)
    #expect(gate.probation.rejected == 0)
  }

  @Test("candidates that nothing comes of are let go, each packet counted once")
  func bounded() {
    var gate = Gate()
    var random = Randomness(seed: 5)
    let count = 200_000
    for ssrc in 0..<count {
      let ssrc = UInt32(ssrc % 150_000)
      gate.receive(Self.rtp(Int.random(in: 0...65_535, using: &random), 0, ssrc: ssrc))
    }
    let kept = gate.probation.finish { _, _ in true }
    #expect(Set(kept.map(\.key)).count == kept.count)
    #expect(kept.count <= 2 * 65_536)
    let keptPackets = kept.reduce(0) { $0 + $1.packets.count }
    #expect(gate.probation.rejected + keptPackets == count)
  }

  @Test("of one candidate no more than 50 packets are kept, the newest")
  func packetLimit() {
    var gate = Gate()
    for index in 0..<1000 { gate.receive(Self.rtp(index * 1000, 0)) }
    let kept = gate.probation.finish { _, _ in true }
    #expect(kept.first?.packets.map(\.number) == Array(951...1000))
    #expect(gate.probation.rejected == 950)
  }
}
