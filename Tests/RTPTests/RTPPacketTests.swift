import RTP
import TestSupport
import Testing

@Suite("The RTP header")
struct RTPPacketTests {
  /// Sequence number 0x1234, timestamp 0x89ABCDEF, SSRC 0xCAFEBABE, payload type 8.
  private static func header(_ first: UInt8, _ second: UInt8 = 8) -> [UInt8] {
    [first, second, 0x12, 0x34, 0x89, 0xab, 0xcd, 0xef, 0xca, 0xfe, 0xba, 0xbe]
  }

  @Test("every field stands where RFC 3550, section 5.1, puts it")
  func fields() throws {
    let bytes = Self.header(0x80, 0x88) + [1, 2, 3]
    let packet = try #require(parsed(bytes))
    #expect(packet.marker)
    #expect(packet.payloadType == 8)
    #expect(packet.sequenceNumber == 0x1234)
    #expect(packet.timestamp == 0x89ab_cdef)
    #expect(packet.ssrc == 0xcafe_babe)
    #expect(packet.payload == 12..<15)
  }

  struct Layout: CustomTestStringConvertible {
    let testDescription: String
    let bytes: [UInt8]
    var isTruncated = false
    /// Nil where the packet breaks a rule.
    let payload: Range<Int>?
  }

  private static let csrcs = [UInt8](repeating: 9, count: 60)

  static let layouts = [
    Layout(testDescription: "a header alone", bytes: header(0x80), payload: 12..<12),
    Layout(testDescription: "no marker", bytes: header(0x80, 127) + [7], payload: 12..<13),
    Layout(testDescription: "a byte less", bytes: Array(header(0x80).dropLast()), payload: nil),
    Layout(testDescription: "nothing", bytes: [], payload: nil),
    Layout(testDescription: "version 1", bytes: header(0x40) + [7], payload: nil),
    Layout(testDescription: "version 3", bytes: header(0xc0) + [7], payload: nil),
    Layout(testDescription: "15 CSRCs", bytes: header(0x8f) + csrcs + [7], payload: 72..<73),
    Layout(testDescription: "15 CSRCs, none there", bytes: header(0x8f), payload: nil),
    Layout(
      testDescription: "15 CSRCs, a byte short", bytes: header(0x8f) + csrcs.dropLast(),
      payload: nil),
    Layout(
      testDescription: "an empty extension", bytes: header(0x90) + [0xbe, 0xde, 0, 0, 7],
      payload: 16..<17),
    Layout(
      testDescription: "an extension of a word",
      bytes: header(0x90) + [0xbe, 0xde, 0, 1, 1, 2, 3, 4, 7], payload: 20..<21),
    Layout(
      testDescription: "an extension longer than the packet",
      bytes: header(0x90) + [0xbe, 0xde, 0xff, 0xff, 1, 2, 3, 4], payload: nil),
    Layout(
      testDescription: "half an extension header", bytes: header(0x90) + [0xbe, 0xde, 0],
      payload: nil),
    Layout(
      testDescription: "a CSRC and an extension",
      bytes: header(0x91) + [1, 2, 3, 4, 0, 0, 0, 1, 5, 6, 7, 8, 9], payload: 24..<25),
    Layout(
      testDescription: "padding of 3", bytes: header(0xa0) + [1, 2, 0, 0, 3], payload: 12..<14),
    Layout(testDescription: "nothing but padding", bytes: header(0xa0) + [0, 2], payload: 12..<12),
    Layout(testDescription: "padding of 0", bytes: header(0xa0) + [1, 2, 0], payload: nil),
    Layout(testDescription: "padding into the header", bytes: header(0xa0) + [1, 3], payload: nil),
    Layout(testDescription: "padding counted in the SSRC", bytes: header(0xa0), payload: nil),
    Layout(
      testDescription: "padding, cut off", bytes: header(0xa0) + [1, 2], isTruncated: true,
      payload: 12..<14),
    Layout(
      testDescription: "cut off in the CSRCs", bytes: header(0x82) + [1, 2, 3, 4],
      isTruncated: true, payload: nil),
  ]

  @Test("the payload lies behind CSRCs and extension and before the padding", arguments: layouts)
  func payload(_ layout: Layout) {
    let packet = parsed(layout.bytes, isTruncated: layout.isTruncated)
    #expect(packet?.payload == layout.payload)
  }

  @Test("any bytes give a payload within them, or no packet")
  func fuzz() {
    var random = Randomness(seed: 3550)
    var packets = 0
    for _ in 0..<5000 {
      var bytes = random.bytes(Int.random(in: 0...100, using: &random))
      if !bytes.isEmpty, random.chance(80) { bytes[0] = bytes[0] & 0x3f | 0x80 }
      guard let packet = parsed(bytes, isTruncated: random.chance(50)) else {
        continue
      }
      packets += 1
      #expect(packet.payload.lowerBound >= 12 && packet.payload.upperBound <= bytes.count)
    }
    #expect(packets > 300)
  }
}
