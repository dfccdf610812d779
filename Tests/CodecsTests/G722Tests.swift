import Audio
import CSpanDSP
import Codecs
import TestSupport
import Testing

@Suite("G.722")
struct G722Tests {
  /// What spandsp's coder makes of 16 kHz PCM.
  private static func encode(_ pcm: [Int16]) -> [UInt8] {
    let state = unsafe g722_encode_init(nil, 64000, 0)
    defer { _ = unsafe g722_encode_free(state) }
    var bytes = [UInt8](repeating: 0, count: pcm.count / 2)
    let count = unsafe g722_encode(state, &bytes, pcm, Int32(pcm.count))
    return Array(bytes[..<Int(count)])
  }

  @Test("packets decode as one call of spandsp's decoder does over all of them")
  func oracle() throws {
    let pcm = speech(frames: 16000, channels: 1, rate: 16000)
    let bytes = Self.encode(pcm)
    #expect(bytes.count == 8000)

    let state = unsafe g722_decode_init(nil, 64000, 0)
    defer { _ = unsafe g722_decode_free(state) }
    var expected = [Int16](repeating: 0, count: 16000)
    #expect(unsafe g722_decode(state, &expected, bytes, 8000) == 16000)

    let decoding = try Decoding(formats["G722"])
    var decoded = [Int16]()
    for start in stride(from: 0, to: bytes.count, by: 160) {
      decoded += try decoding.decode(Array(bytes[start..<start + 160]))
    }
    #expect(decoded == expected)
  }

  @Test("a tone keeps its level and lasts as long as its clock says")
  func tone() throws {
    // A square wave of 500 Hz; its harmonics reach into both bands.
    let pcm = (0..<16000).map { Int16($0 / 16 % 2 == 0 ? 5000 : -5000) }
    let bytes = Self.encode(pcm)
    let decoding = try Decoding(formats["G722"])
    let decoded = try decoding.decode(bytes)
    #expect(decoded.count == 16000)
    #expect(decoding.duration(of: bytes) == 8000)
    #expect(decoding.sampleRate == 16000)
    let power = decoded[1600...].reduce(0.0) { $0 + Double($1) * Double($1) } / 14400
    #expect(abs(power.squareRoot() - 5000) < 250)
  }

  @Test("a buffer that is too small throws, and no bytes are no frames")
  func noRoom() throws {
    let decoding = try Decoding(formats["G722"])
    #expect(try decoding.decode([]) == [])
    #expect(throws: CodecError.noRoom(codec: "G722")) {
      let decoding = try Decoding(formats["G722"])
      _ = try decoding.decode([1, 2, 3], room: 5)
    }
  }

  @Test("a clock rate of 16000, which some senders declare, doubles the ticks only")
  func wrongClock() throws {
    let format = MediaFormat(encodingName: "g722", clockRate: 16000)
    let decoding = try Decoding(format)
    let payload = [UInt8](repeating: 0, count: 160)
    #expect(decoding.duration(of: payload) == 320)
    #expect(decoding.sampleRate == 16000)
  }
}
