import Playout
import TestSupport
import Testing

@Suite("Changing the codec in a stream")
struct CodecChangeTests {
  @Test("PCMA after PCMU, sample by sample")
  func laws() throws {
    let packets = Stream.noise(20).enumerated().map { index, packet in
      var packet = packet
      packet.format = index / 5 % 2
      return packet
    }
    let played = try play(packets, [Media.pcmu, Media.pcma])
    let expected = packets.flatMap { packet in
      packet.payload.map(packet.format == 0 ? expandMu : expandA)
    }
    #expect(played.samples == expected)
    #expect(played.gaps == [])
  }

  @Test("G.722 is brought into a file of 8 kHz, in its place and to the sample")
  func g722() throws {
    var packets = Stream.noise(90)
    for index in 30..<60 { packets[index].format = 1 }
    let played = try play(packets, [Media.pcmu, Media.g722])
    #expect(played.sampleRate == 8000)
    #expect(played.samples.count == 90 * 160)
    #expect(played.gaps == [])
    let pcmu = packets.flatMap(\.payload).map(expandMu)
    #expect(played.samples[..<4800] == pcmu[..<4800])
    #expect(played.samples[9600...] == pcmu[9600...])
    #expect(power(played.samples[5000..<9400]) > 100)
  }

  @Test("a loss in resampled audio keeps its length")
  func g722Loss() throws {
    var packets = Stream.noise(90)
    for index in 30..<90 { packets[index].format = 1 }
    packets.removeSubrange(50..<52)
    let played = try play(packets, [Media.pcmu, Media.g722])
    #expect(played.samples.count == 90 * 160)
    #expect(played.gaps == ["8000-8320 loss silence"])
    #expect(played.samples[8000..<8320].allSatisfy { $0 == 0 })
  }

  @Test("PCMU is brought into a file of 16 kHz that G.722 began")
  func intoG722() throws {
    var packets = Stream.noise(60)
    for index in 0..<30 { packets[index].format = 1 }
    let played = try play(packets, [Media.pcmu, Media.g722])
    #expect(played.sampleRate == 16_000)
    #expect(played.samples.count == 60 * 320)
    #expect(played.gaps == [])
  }

  /// Big-endian 16-bit samples.
  private static func l16(_ samples: [Int16]) -> [UInt8] {
    samples.flatMap { [UInt8(truncatingIfNeeded: $0 >> 8), UInt8(truncatingIfNeeded: $0)] }
  }

  @Test("mono goes to both channels of a stereo file; stereo to a mono file as its mean")
  func channels() throws {
    let mono = Media.named(96, "L16/8000")
    let stereo = Media.named(97, "L16/8000/2")
    let one = (0..<160).map { Int16($0 * 100) }
    let two = one.flatMap { [$0, -$0 / 2] }
    let packets = [Stream.packet(0, format: 1, Self.l16(two)), Stream.packet(1, Self.l16(one))]
    let wide = try play(packets, [mono, stereo])
    #expect(wide.channels == 2)
    #expect(wide.samples == two + one.flatMap { [$0, $0] })
    let turned = [Stream.packet(0, Self.l16(one)), Stream.packet(1, format: 1, Self.l16(two))]
    let narrow = try play(turned, [mono, stereo])
    #expect(narrow.channels == 1)
    #expect(narrow.samples == one + one.map { Int16((Int($0) + Int(-$0 / 2)) / 2) })
  }

  @Test("another clock rate begins anew where capture time says (RFC 7160)")
  func clockRate() throws {
    var packets = Stream.noise(20)
    for index in 10..<20 {
      packets[index].format = 1
      packets[index].timestamp = UInt32(777 + index * 320)
      packets[index].payload = packets[index].payload + packets[index].payload
    }
    let played = try play(packets, [Media.pcmu, Media.named(96, "PCMU/16000")])
    #expect(played.sampleRate == 8000)
    #expect(played.result.findings.resets.count == 1)
    #expect(abs(played.samples.count - 20 * 160) <= 1)
    #expect(played.samples[..<1600] == packets[..<10].flatMap(\.payload).map(expandMu)[...])
  }

  @Test("another rate of the file changes neither length nor pitch", arguments: [16_000, 48_000])
  func rate(_ rate: Int) throws {
    let bytes = sineMu(1000, amplitude: 8000, count: 16_000)
    var packets = (0..<100).map { Stream.packet($0, Array(bytes[$0 * 160..<($0 + 1) * 160])) }
    packets.removeSubrange(60..<62)
    let played = try play(packets, [Media.pcmu]) { $0.sampleRate = rate }
    #expect(played.sampleRate == rate)
    #expect(played.samples.count == rate * 2)
    #expect(played.gaps == ["\(rate * 12 / 10)-\(rate * 124 / 100) loss silence"])
    let steady = played.samples[rate / 10..<rate]
    #expect(abs(amplitude(1000, steady, rate: rate) - 8000) < 80)
    #expect(amplitude(2000, steady, rate: rate) < 80)
  }

  @Test("an odd rate comes out to the sample")
  func oddRate() throws {
    let played = try play(Stream.noise(50), [Media.pcmu]) { $0.sampleRate = 11_025 }
    #expect(played.samples.count == 11_025)
  }
}
