import Audio
import Codecs
import TestSupport
import Testing

@Suite("L8, L20 and L24")
struct LinearPCMTests {
  private func format(_ name: String, _ channels: Int = 1) -> MediaFormat {
    MediaFormat(encodingName: name, clockRate: 48_000, channels: channels)
  }

  private func encoded(_ name: String, _ pcm: [Int16]) throws -> [UInt8] {
    let codec = try #require(Codec.named(name))
    var encoder = try codec.makeEncoder(for: format(name))
    var payload: [UInt8] = []
    try encoder.encode(pcm.span, into: &payload)
    return payload
  }

  // RFC 3551, section 4.5.9: offset binary, so that silence is 128.
  @Test("L8 has its zero in the middle")
  func l8() throws {
    #expect(try Decoding(format("L8")).decode([128, 0, 255, 129]) == [0, -32_768, 32_512, 256])
    #expect(
      try encoded("L8", [0, -32_768, 32_767, 127, 128, -128, -129]) == [
        128, 0, 255, 128, 129, 128, 127,
      ])
  }

  @Test("24 bits are rounded to 16, and never beyond them")
  func l24() throws {
    let payload: [UInt8] = [
      0x12, 0x34, 0x7f, 0x12, 0x34, 0x80, 0xff, 0xff, 0x7f, 0xff, 0xff, 0x80, 0x7f, 0xff, 0xff,
      0x80, 0, 0, 1, 2,
    ]
    let expected: [Int16] = [0x1234, 0x1235, -1, 0, 32_767, -32_768]
    #expect(try Decoding(format("L24")).decode(payload) == expected)
    #expect(try encoded("L24", [0x1234, -2]) == [0x12, 0x34, 0, 0xff, 0xfe, 0])
  }

  // RFC 3190, section 4: 0x12345 and 0x6789a lie in five bytes without a gap.
  @Test("two samples of L20 take five bytes, and one three")
  func l20() throws {
    let decoding = try Decoding(format("L20"))
    #expect(try decoding.decode([0x12, 0x34, 0x56, 0x78, 0x9a]) == [0x1234, 0x678a])
    #expect(try decoding.decode([0x12, 0x34, 0x5f]) == [0x1234])
    #expect(try decoding.decode([0x12, 0x34, 0x8f]) == [0x1235])
    #expect(try decoding.decode([0x7f, 0xff, 0xf7, 0xff, 0xff]) == [32_767, 32_767])
    #expect(decoding.duration(of: [0x12, 0x34]) == 0)
    #expect(
      try encoded("L20", [0x1234, 0x5678, -1]) == [0x12, 0x34, 0x05, 0x67, 0x80, 0xff, 0xff, 0x00])
  }

  // SMPTE ST 2110-30 has up to 64 channels in 125 µs, and 8 in 1 ms.
  @Test(
    "every sample of 16 bits comes back, in any number of channels and packets of any length",
    arguments: ["L20", "L24"], [(1, 48), (8, 48), (64, 6), (5, 7), (1, 1)])
  func wide(_ name: String, _ shape: (channels: Int, frames: Int)) throws {
    let format = format(name, shape.channels)
    let count = shape.channels * shape.frames
    let decoding = try Decoding(format)
    for start in stride(from: -32_768, through: 32_767 - count, by: 4099) {
      let pcm = (start..<start + count).map { Int16($0) }
      let payload = try encoded(name, pcm)
      #expect(decoding.duration(of: payload) == shape.frames)
      #expect(try decoding.decode(payload) == pcm)
    }
  }

  @Test("no more channels than 64", arguments: ["L8", "L16", "L20", "L24"])
  func channels(_ name: String) {
    #expect(Codec.codec(for: format(name, 64)) != nil)
    #expect(Codec.codec(for: format(name, 65)) == nil)
  }

  @Test(
    "packets fit into Ethernet's",
    arguments: [
      ("L8", 48_000, 20), ("L20", 48_000, 10), ("L24", 48_000, 10), ("L24", 96_000, 5),
      ("L24", 44_100, 10),
    ])
  func lengths(_ name: String, _ clock: Int, _ usual: Double) throws {
    let codec = try #require(Codec.named(name))
    #expect(codec.packetLength(for: codec.format(clockRate: clock)).usual == usual)
  }
}
