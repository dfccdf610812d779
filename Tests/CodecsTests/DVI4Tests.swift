import Audio
import Codecs
import TestSupport
import Testing

@Suite("DVI4 and VDVI")
struct DVI4Tests {
  // By hand, after RFC 3551, section 4.5.1: the first sample is in the high bits, and the first difference is of the
  // header's step, 16 for index 8: 7 is 16 + 8 + 4 + 2, and moves the index by 8, to a step of 34. Then -(34/8).
  @Test("the header is the state before the first sample")
  func byHand() throws {
    let decoding = try Decoding(formats["DVI4"])
    #expect(try decoding.decode([0x03, 0xe8, 8, 0, 0x78]) == [1030, 1026])
    // Nothing of the packet before is left.
    #expect(try decoding.decode([0xff, 0xff, 0, 0, 0x00]) == [-1, -1])
    // An index beyond the table is the last, of a step of 32767.
    #expect(try decoding.decode([0, 0, 255, 9, 0x7f]) == [32_767, -28_669])
  }

  @Test("what has no header is damaged, and so is what is too long", arguments: ["DVI4", "VDVI"])
  func damaged(_ name: String) throws {
    let decoding = try Decoding(formats[name])
    #expect(try decoding.decode([]) == [])
    #expect(try decoding.decode([0, 0, 0, 0]) == [])
    let long = [UInt8](repeating: 0, count: 4 + 8193)
    for payload in [[0], [0, 0, 0], long] {
      #expect(decoding.duration(of: payload) == nil)
      #expect(throws: CodecError.damagedPayload(codec: name)) { try decoding.decode(payload) }
    }
    #expect(throws: CodecError.noRoom(codec: name)) {
      try decoding.decode([0, 0, 0, 0, 0], room: 1)
    }
  }

  @Test(
    "packets are 20 ms, or longer where those are no whole bytes",
    arguments: [(8000, 20.0, 5), (16_000, 20, 6), (11_025, 80, 16), (22_050, 40, 17)])
  func packets(_ clock: Int, _ milliseconds: Double, _ payloadType: UInt8) throws {
    let codec = try #require(Codec.named("DVI4"))
    let format = codec.format(clockRate: clock)
    #expect(codec.packetLength(for: format).usual == milliseconds)
    #expect(codec.payloadType(for: format) == payloadType)
    #expect(MediaFormat.assigned(to: payloadType) == format)
  }
}
