import Audio
import TestSupport
import Testing

@Suite("Loss concealment of codecs without their own")
struct LossConcealmentTests {
  @Test(
    "away from 8 kHz it goes on where the audio ended, fades after 10 ms and is gone after 60 ms")
  func fade() throws {
    let decoding = try Decoding(MediaFormat(encodingName: "L16", clockRate: 16_000))
    // A ramp of 20 ms: played backwards it ends where it began.
    let values = (0..<320).map { Int16(60 * $0 + 9000) }
    let payload = values.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
    #expect(try decoding.decode(payload) == values)
    let pcm = decoding.conceal(1600)
    #expect(pcm.count == 1600)
    #expect(Array(pcm[..<160]) == values.reversed()[..<160].map { $0 })
    for frame in 160..<960 {
      let full = Int(frame / 320 % 2 == 0 ? values[319 - frame % 320] : values[frame % 320])
      let expected = Double(full) * (1 - Double(frame - 160) / 800)
      #expect(abs(Double(pcm[frame]) - expected) <= 2)
    }
    #expect(pcm[960...].allSatisfy { $0 == 0 })
    // What comes then is left as it is.
    #expect(try decoding.decode(payload) == values)
  }

  @Test("losses in a row go on fading, and a packet starts anew")
  func rows() throws {
    let format = MediaFormat(encodingName: "PCMU", clockRate: 16_000)
    let one = try Decoding(format)
    let many = try Decoding(format)
    let payload = Randomness(seed: 1).first(400)
    #expect(try one.decode(payload) == many.decode(payload))
    let whole = one.conceal(500)
    var parts = [Int16]()
    for _ in 0..<5 { parts += many.conceal(100) }
    #expect(parts == whole)
    #expect(try many.decode(payload).count == 400)
    #expect(Array(many.conceal(100)) == Array(whole[..<100]))
  }

  @Test(
    "what was heard last is put together from shorter packets",
    arguments: ["PCMA/8000", "L16/8000", "PCMA/16000", "G722/8000"])
  func shortPackets(_ rtpmap: String) throws {
    let format = MediaFormat(rtpmap: rtpmap)
    let whole = try Decoding(format)
    let parts = try Decoding(format)
    let payload = Randomness(seed: 2).first(800)
    let heard = try whole.decode(payload)
    var heardInParts = [Int16]()
    for start in stride(from: 0, to: 800, by: 50) {
      heardInParts += try parts.decode(Array(payload[start..<start + 50]))
    }
    #expect(heardInParts == heard)
    #expect(whole.conceal(300) == parts.conceal(300))
    #expect(try whole.decode(payload) == parts.decode(payload))
  }

  @Test(
    "before any audio it is silent, and a short buffer gets what has room", arguments: formats.keys)
  func edges(_ name: String) throws {
    let decoding = try Decoding(formats[name])
    let channels = decoding.channels
    let first = decoding.conceal(10)
    // Where a library conceals, it starts with noise of a few steps.
    #expect(first.count == 10 * channels && first.allSatisfy { (-16...16).contains($0) })
    #expect(decoding.conceal(200, room: 3).count == 3 * channels)
    #expect(decoding.conceal(-5).isEmpty)
  }

  @Test(
    "where it is not wanted, there is none", arguments: ["PCMU/8000", "L16/16000", "G722/8000"])
  func unwanted(_ rtpmap: String) throws {
    let decoding = try Decoding(MediaFormat(rtpmap: rtpmap), conceals: false)
    let payload = Randomness(seed: 3).first(160)
    _ = try decoding.decode(payload)
    #expect(decoding.conceal(160).isEmpty)
  }
}

extension Randomness {
  func first(_ count: Int) -> [UInt8] {
    var copy = self
    return copy.bytes(count)
  }
}
