import Audio
import TestSupport
import Testing

@Suite("Loss concealment of codecs without their own")
struct LossConcealmentTests {
  @Test("it goes on where the audio ended, fades after 10 ms and is gone after 60 ms")
  func fade() throws {
    let decoding = try Decoding(MediaFormat(encodingName: "L16", clockRate: 8000))
    // A ramp of 20 ms: played backwards it ends where it began.
    let ramp = (0..<160).map { UInt8($0 + 90) }
    _ = try decoding.decode(ramp.flatMap { [$0, 0] }.map { $0 })
    let values = ramp.map { Int16(bitPattern: UInt16($0) << 8) }
    let pcm = decoding.conceal(800)
    #expect(pcm.count == 800)
    #expect(Array(pcm[..<80]) == values.reversed()[..<80].map { $0 })
    for frame in 80..<480 {
      let full = Int(frame / 160 % 2 == 0 ? values[159 - frame % 160] : values[frame % 160])
      let expected = Double(full) * (1 - Double(frame - 80) / 400)
      #expect(abs(Double(pcm[frame]) - expected) <= 2)
    }
    #expect(pcm[480...].allSatisfy { $0 == 0 })
  }

  @Test("losses in a row go on fading, and a packet starts anew")
  func rows() throws {
    let one = try Decoding(formats["PCMU"])
    let many = try Decoding(formats["PCMU"])
    let payload = Randomness(seed: 1).first(200)
    #expect(try one.decode(payload) == many.decode(payload))
    let whole = one.conceal(500)
    var parts = [Int16]()
    for _ in 0..<5 { parts += many.conceal(100) }
    #expect(parts == whole)
    #expect(try many.decode(payload).count == 200)
    #expect(Array(many.conceal(100)) == Array(whole[..<100]))
  }

  @Test("the last 20 ms are put together from shorter packets")
  func shortPackets() throws {
    let whole = try Decoding(formats["PCMA"])
    let parts = try Decoding(formats["PCMA"])
    let payload = Randomness(seed: 2).first(400)
    _ = try whole.decode(payload)
    for start in stride(from: 0, to: 400, by: 50) {
      _ = try parts.decode(Array(payload[start..<start + 50]))
    }
    #expect(whole.conceal(300) == parts.conceal(300))
  }

  @Test("before any audio it is silent, and a short buffer gets what has room")
  func edges() throws {
    let decoding = try Decoding(formats["L16"])
    #expect(decoding.conceal(10) == [Int16](repeating: 0, count: 20))
    #expect(decoding.conceal(10, room: 3).count == 6)
    #expect(decoding.conceal(-5).isEmpty)
  }
}

extension Randomness {
  func first(_ count: Int) -> [UInt8] {
    var copy = self
    return copy.bytes(count)
  }
}
