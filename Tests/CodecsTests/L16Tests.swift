import Audio
import Codecs
import Testing

@Suite("L16")
struct L16Tests {
  @Test("samples are in network byte order, and what is no whole frame is dropped")
  func decode() throws {
    let decoding = try Decoding(formats["L16"])
    let payload: [UInt8] = [0x12, 0x34, 0xff, 0xfe, 0x80, 0x00, 0x7f, 0xff, 0x01, 0x02, 0x03]
    #expect(try decoding.decode(payload) == [0x1234, -2, -32768, 32767])
    #expect(decoding.duration(of: payload) == 2)
    #expect(decoding.sampleRate == 44100)
    #expect(try decoding.decode([0x12]) == [])
  }

  @Test("a buffer that is too small throws")
  func noRoom() throws {
    #expect(throws: CodecError.noRoom(codec: "L16")) {
      let decoding = try Decoding(formats["L16"])
      _ = try decoding.decode([0, 0, 0, 0], room: 0)
    }
  }
}
