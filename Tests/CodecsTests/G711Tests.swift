import Audio
import CSpanDSP
import TestSupport
import Testing

@testable import Codecs

@Suite("G.711")
struct G711Tests {
  private static let codes = (0...255).map { UInt8($0) }

  @Test("every µ-law code has spandsp's value")
  func muLaw() throws {
    let decoding = try Decoding(formats["PCMU"])
    #expect(try decoding.decode(Self.codes) == Self.codes.map { ulaw_to_linear($0) })
  }

  @Test("every A-law code has spandsp's value")
  func aLaw() throws {
    let decoding = try Decoding(formats["PCMA"])
    #expect(try decoding.decode(Self.codes) == Self.codes.map { alaw_to_linear($0) })
  }

  @Test(
    "the ends of both laws are those of ITU-T G.711",
    arguments: [
      ("PCMU", 0x00, -32124), ("PCMU", 0x80, 32124), ("PCMU", 0x7f, 0), ("PCMU", 0xff, 0),
      ("PCMA", 0xd5, 8), ("PCMA", 0x55, -8), ("PCMA", 0xaa, 32256), ("PCMA", 0x2a, -32256),
    ])
  func ends(name: String, code: UInt8, value: Int16) throws {
    let decoding = try Decoding(formats[name])
    #expect(try decoding.decode([code]) == [value])
  }

  @Test("payloads of every length decode as their bytes do", arguments: [0, 1, 7, 80, 160, 241])
  func lengths(count: Int) throws {
    var random = Randomness(seed: 7)
    let payload = random.bytes(count)
    let decoding = try Decoding(formats["PCMU"])
    #expect(try decoding.decode(payload) == payload.map { ulaw_to_linear($0) })
    #expect(decoding.duration(of: payload) == count)
  }

  @Test("what is compiled for AVX2 and what is not decode alike", arguments: 0...70)
  func withAndWithoutAVX2(count: Int) {
    var random = Randomness(seed: 8)
    let codes = random.bytes(count)
    for law in [G711.mu, .a] {
      let expected = codes.map { law == .mu ? ulaw_to_linear($0) : alaw_to_linear($0) }
      for usesAVX2 in G711.hasAVX2 ? [false, true] : [false] {
        var pcm = [Int16](repeating: 1, count: count + 1)
        var room = pcm.mutableSpan
        law.expand(codes.span, into: &room, usesAVX2: usesAVX2)
        #expect(pcm == expected + [1])
      }
    }
  }

  @Test("two channels are interleaved, and half a frame at the end is dropped")
  func stereo() throws {
    let format = MediaFormat(encodingName: "PCMA", clockRate: 8000, channels: 2)
    let decoding = try Decoding(format)
    let payload: [UInt8] = [0xd5, 0x55, 0xaa, 0x2a, 0xd5]
    #expect(try decoding.decode(payload) == [8, -8, 32256, -32256])
    #expect(decoding.duration(of: payload) == 2)
    #expect(decoding.channels(in: payload) == 2)
  }

  @Test("a buffer that is too small throws")
  func noRoom() throws {
    #expect(throws: CodecError.noRoom(codec: "PCMU")) {
      let decoding = try Decoding(formats["PCMU"])
      _ = try decoding.decode([0, 0, 0], room: 2)
    }
  }
}
