import COpus
import TestSupport
import Testing

@testable import Codecs

@Suite("Opus packets")
struct OpusPacketTests {
  @Test("the table of contents is that of RFC 6716, table 2, as libopus reads it")
  func contents() throws {
    for toc in 0...255 {
      let bytes = [UInt8(toc), 1]
      let packet = try #require(OpusPacket(bytes: bytes))
      #expect(
        unsafe packet.framesPerOpusFrame == Int(opus_packet_get_samples_per_frame(bytes, 48000)))
      #expect(unsafe packet.isStereo == (opus_packet_get_nb_channels(bytes) == 2))
      #expect(packet.mode == (toc < 96 ? .silk : toc < 128 ? .hybrid : .celt))
    }
  }

  @Test("the length of a packet is libopus's, and what libopus refuses has none")
  func lengths() {
    var random = Randomness(seed: 11)
    for _ in 0..<20000 {
      let bytes = random.bytes(Int.random(in: 1...4, using: &random))
      let expected = unsafe opus_packet_get_nb_samples(bytes, Int32(bytes.count), 48000)
      #expect(OpusPacket(bytes: bytes)?.frames == (expected > 0 ? Int(expected) : nil))
    }
  }

  @Test("the first frame is found where libopus finds it")
  func firstFrame() throws {
    var random = Randomness(seed: 12)
    var found = 0
    for round in 0..<40000 {
      var bytes = random.bytes(Int.random(in: 1...(round % 10 == 0 ? 1400 : 40), using: &random))
      // Mostly few frames, or hardly a packet would be valid.
      if bytes.count > 1 { bytes[1] &= round % 3 == 0 ? 0xc3 : 0xff }
      var sizes = [opus_int16](repeating: 0, count: 48)
      var offset: Int32 = 0
      let count = unsafe opus_packet_parse(
        bytes, opus_int32(bytes.count), nil, nil, &sizes, &offset)
      guard count > 0, let packet = OpusPacket(bytes: bytes) else { continue }
      found += 1
      #expect(packet.opusFrameCount == count)
      let first = try Self.firstOpusFrame(of: packet, in: bytes)
      #expect(first == Array(bytes[Int(offset)..<Int(offset) + Int(sizes[0])]))
    }
    #expect(found > 5000)
  }

  private static func firstOpusFrame(of packet: OpusPacket, in bytes: [UInt8]) throws -> [UInt8] {
    let frame = try packet.firstOpusFrame(of: bytes.span)
    return (0..<frame.count).map { frame[$0] }
  }
}

extension OpusPacket {
  init?(bytes: [UInt8]) { self.init(bytes.span) }
}
