import RTP
import TestSupport
import Testing

@Suite("Telling datagrams on a media port apart")
struct DatagramKindTests {
  struct Datagram: CustomTestStringConvertible {
    let testDescription: String
    let bytes: [UInt8]
    let kind: DatagramKind

    init(_ name: String, _ bytes: [UInt8], _ kind: DatagramKind) {
      (testDescription, self.bytes, self.kind) = (name, bytes, kind)
    }
  }

  private static func padded(_ bytes: [UInt8], to count: Int) -> [UInt8] {
    bytes + [UInt8](repeating: 0, count: count - bytes.count)
  }

  private static let stun: [UInt8] = [0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42]

  static let datagrams = [
    Datagram("RTP", padded([0x80, 0], to: 12), .rtp),
    Datagram("RTP with marker", padded([0x80, 0x80], to: 172), .rtp),
    Datagram("RTP with marker and payload type 111", padded([0x80, 0xef], to: 172), .rtp),
    Datagram("an RTP header without its end", padded([0x80, 0], to: 11), .other),
    Datagram("a sender report", padded([0x80, 200, 0, 6], to: 28), .rtcp),
    Datagram("a receiver report without blocks", padded([0x80, 201, 0, 1], to: 8), .rtcp),
    Datagram("a compound with more behind", padded([0x81, 201, 0, 7], to: 60), .rtcp),
    Datagram("what has no room for an SSRC", padded([0x81, 200, 0, 0], to: 60), .rtp),
    Datagram("feedback", padded([0x81, 205, 0, 2], to: 12), .rtcp),
    // RFC 5761, section 4: payload types 64 to 95 are kept free for this; the length still tells.
    Datagram("a length that no RTCP has", padded([0x80, 200, 0xff, 0xff], to: 28), .rtp),
    Datagram("a STUN request", padded(stun, to: 20), .stun),
    Datagram("STUN without its cookie", padded([0, 1], to: 20), .other),
    Datagram("STUN that is longer than it is", padded([0, 1, 0, 4] + stun[4...], to: 20), .other),
    Datagram("half a STUN header", padded(stun, to: 19), .other),
    Datagram("a DTLS handshake", padded([22, 0xfe, 0xff], to: 60), .dtls),
    Datagram("a TURN channel", padded([0x40, 0, 0, 4], to: 8), .turnChannel),
    Datagram("SIP", Array("INVITE sip:bob@example.com SIP/2.0".utf8), .other),
    Datagram("a keep-alive of CRLF", [13, 10, 13, 10], .other),
    Datagram("three bytes", [0x80, 0, 0], .other),
    Datagram("nothing", [], .other),
  ]

  @Test("by the first bytes, as RFC 7983 divides them", arguments: datagrams)
  func kind(_ datagram: Datagram) {
    #expect(kindOf(datagram.bytes) == datagram.kind)
  }

  @Test("whatever is taken for RTP has RTP's version and a whole fixed header")
  func fuzz() {
    var random = Randomness(seed: 7983)
    var taken = 0
    for _ in 0..<5000 {
      let bytes = random.bytes(Int.random(in: 0...40, using: &random))
      guard kindOf(bytes) == .rtp else { continue }
      taken += 1
      #expect(bytes.count >= 12 && bytes[0] >> 6 == 2)
    }
    // Two bits of version, and 29 of 41 lengths; RTCP's types are few.
    #expect((700...1000).contains(taken))
  }
}
