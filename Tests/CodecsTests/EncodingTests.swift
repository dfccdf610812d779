import Audio
import CSpanDSP
import Codecs
import Testing

@Suite("Encoders")
struct EncodingTests {
  private func encode(_ format: MediaFormat, _ pcm: [Int16]) throws -> [UInt8] {
    let codec = try #require(Codec.codec(for: format))
    var encoder = try codec.makeEncoder(for: format)
    var payload: [UInt8] = []
    try encoder.encode(pcm.span, into: &payload)
    return payload
  }

  private static let everySample = (-32_768...32_767).map { Int16($0) }

  private static func spandsp(_ law: Int32) -> [UInt8] {
    let state = unsafe g711_init(nil, law)
    defer { _ = unsafe g711_free(state) }
    var codes = [UInt8](repeating: 0, count: everySample.count)
    _ = unsafe g711_encode(state, &codes, everySample, Int32(everySample.count))
    return codes
  }

  @Test("µ-law codes of all samples are those of spandsp")
  func muLaw() throws {
    let codes = try encode(MediaFormat(encodingName: "PCMU", clockRate: 8000), Self.everySample)
    #expect(codes == Self.spandsp(Int32(G711_ULAW)))
  }

  @Test("A-law codes of all samples are those of spandsp")
  func aLaw() throws {
    let codes = try encode(MediaFormat(encodingName: "PCMA", clockRate: 8000), Self.everySample)
    #expect(codes == Self.spandsp(Int32(G711_ALAW)))
  }

  @Test("each G.711 code survives decoding and encoding", arguments: ["PCMU", "PCMA"])
  func everyCode(_ name: String) throws {
    let format = MediaFormat(encodingName: name, clockRate: 8000)
    // µ-law has two codes for zero, of which the encoder knows the positive one.
    let codes = (0...255).map { UInt8($0) }.filter { name == "PCMA" || $0 != 0x7f }
    let pcm = try Decoding(format).decode(codes)
    #expect(try encode(format, pcm) == codes)
  }

  @Test("L16 is big-endian")
  func l16() throws {
    let format = MediaFormat(encodingName: "L16", clockRate: 44100)
    #expect(try encode(format, [0x0102, -2]) == [1, 2, 0xff, 0xfe])
  }

  @Test("a packet of Opus has one of Opus's lengths, all of which decode to that length")
  func opusLengths() throws {
    let format = MediaFormat(encodingName: "opus", clockRate: 48000, channels: 2)
    for frames in [120, 240, 480, 960, 1920, 2880] {
      let payload = try encode(format, [Int16](repeating: 100, count: frames))
      #expect(try Decoding(format, channels: 1).decode(payload).count == frames)
    }
    #expect(throws: CodecError.impossiblePacket(codec: "opus", frames: 160)) {
      try encode(format, [Int16](repeating: 0, count: 160))
    }
  }

  @Test("G.722 is that of spandsp, the same on every run")
  func g722() throws {
    let pcm = (0..<16_000).map { Int16($0 * 7919 % 20_000 - 10_000) }
    let format = MediaFormat(encodingName: "G722", clockRate: 8000)
    let state = unsafe g722_encode_init(nil, 64000, 0)
    var expected = [UInt8](repeating: 0, count: 8000)
    let count = unsafe g722_encode(state, &expected, pcm, Int32(pcm.count))
    _ = unsafe g722_encode_free(state)
    #expect(count == 8000)
    #expect(try encode(format, pcm) == expected)
  }
}
