import RTP
import TestSupport
import Testing

@Suite("Packets in connections")
struct PacketFramingTests {
  /// An RTP packet of 20 bytes of payload (RFC 3550, section 5.1).
  private static func rtp(_ sequence: UInt8, ssrc: UInt8 = 7) -> [UInt8] {
    [0x80, 0, 0, sequence, 0, 0, 0, sequence, 0, 0, 0, ssrc]
      + [UInt8](repeating: 0x55, count: 20)
  }

  /// RFC 4571, section 2.
  private static func framed(_ packet: [UInt8]) -> [UInt8] {
    [UInt8(packet.count >> 8), UInt8(packet.count & 0xff)] + packet
  }

  /// RFC 7826, section 14.
  private static func onChannel(_ packet: [UInt8]) -> [UInt8] { [0x24, 4] + framed(packet) }

  /// ChannelData (RFC 8656, section 12.4).
  private static func channelData(_ packet: [UInt8]) -> [UInt8] { [0x40, 0] + framed(packet) }

  private static func found(_ bytes: [UInt8]) -> String {
    guard let found = PacketFraming.find(in: bytes.span) else { return "nothing" }
    return "\(found.framing) \(found.offset)"
  }

  @Test("three packets of one source with rising numbers prove a framing")
  func run() {
    let numbers: [UInt8] = [1, 2, 3]
    #expect(Self.found(numbers.flatMap { Self.framed(Self.rtp($0)) }) == "length 0")
    #expect(Self.found(numbers.flatMap { Self.onChannel(Self.rtp($0)) }) == "interleaved 0")
    #expect(Self.found(numbers.flatMap { Self.channelData(Self.rtp($0)) }) == "relayed 0")
    let garbage: [UInt8] = [0x80, 0x24, 0x40, 0, 0x90, 1, 2]
    #expect(Self.found(garbage + numbers.flatMap { Self.framed(Self.rtp($0)) }) == "length 7")
  }

  @Test("other sources and RTCP may stand in between")
  func between() {
    let report: [UInt8] = [0x80, 201, 0, 1, 0, 0, 0, 7]
    let bytes =
      Self.framed(Self.rtp(1)) + Self.framed(Self.rtp(90, ssrc: 8)) + Self.framed(report)
      + Self.framed(Self.rtp(2)) + Self.framed(Self.rtp(4))
    #expect(Self.found(bytes) == "length 0")
  }

  @Test("a message of STUN proves one, by its cookie and its length (RFC 8489, section 5)")
  func stun() {
    let message: [UInt8] = [0, 1, 0, 0, 0x21, 0x12, 0xA4, 0x42] + [UInt8](repeating: 1, count: 12)
    #expect(Self.found(Self.framed(message)) == "length 0")
    #expect(Self.found(message) == "relayed 0")
    #expect(Self.found([0, 21] + message) == "relayed 2")
  }

  @Test(
    "what does not agree proves nothing",
    arguments: [
      // Two packets; numbers that do not rise; three sources; a length that is one short.
      [1, 2].flatMap { framed(rtp($0)) }, [3, 3, 3].flatMap { framed(rtp($0)) },
      [9, 8, 7].flatMap { framed(rtp($0)) },
      [1, 2, 3].flatMap { framed(rtp($0, ssrc: $0)) },
      [1, 2, 3].flatMap { [0, 31] + rtp($0) },
      [UInt8](repeating: 0, count: 4096), [UInt8](repeating: 0x80, count: 40_000),
      [UInt8](repeating: 0x24, count: 40_000), Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8),
    ] as [[UInt8]])
  func nothing(_ bytes: [UInt8]) { #expect(Self.found(bytes) == "nothing") }

  @Test("no bytes make it trap, and a frame lies within them")
  func hostile() {
    var random = Randomness(seed: 4571)
    var frames = 0
    for _ in 0..<5000 {
      var bytes = [1, 2, 3].flatMap { Self.framed(Self.rtp($0)) }
      for _ in 0..<Int.random(in: 0..<8, using: &random) {
        bytes[Int.random(in: bytes.indices, using: &random)] = random.bytes(1)[0]
      }
      bytes.removeLast(Int.random(in: bytes.indices, using: &random))
      _ = PacketFraming.find(in: bytes.span)
      for framing in PacketFraming.allCases {
        for offset in 0..<min(8, bytes.count) {
          guard case .frame(let frame) = framing.look(bytes.span, at: offset) else { continue }
          frames += 1
          #expect(frame.packet.lowerBound >= offset)
          #expect(frame.end > offset && frame.end <= bytes.count)
          #expect(frame.packet.upperBound <= frame.end)
        }
      }
    }
    #expect(frames > 5000)
  }
}
