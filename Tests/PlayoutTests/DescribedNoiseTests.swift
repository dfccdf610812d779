import Codecs
import Playout
import TestSupport
import Testing

@Suite("Comfort noise that a codec's own payloads describe")
struct DescribedNoiseTests {
  private static let formats = [Media.named(18, "G729/8000"), Media.pcmu]

  /// 50 packets of two frames, a description of silence, nothing for `pause` packets, and 50 more.
  private static func stream(pause: Int = 100) -> [Packet] {
    var random = Randomness(seed: 729)
    var packets = (0..<101).map { index in
      Stream.packet(index, index == 50 ? [0x12, 0x34] : random.bytes(20))
    }
    for index in 51..<101 {
      packets[index].timestamp &+= UInt32(pause * 160)
      packets[index].time += Double(pause) * 0.02
    }
    return packets
  }

  /// What the decoder makes of the packets, with so many samples made up behind the 51st.
  private static func decoded(_ packets: [Packet], behind: Int) throws -> [Int16] {
    struct NoDecoder: Error {}
    guard let codec = formats[0].codec, let format = formats[0].format else { throw NoDecoder() }
    var decoder = try codec.makeDecoder(for: format, channels: 1)
    var samples: [Int16] = []
    for (index, packet) in packets.enumerated() {
      var pcm = [Int16](repeating: 0, count: max(160, behind))
      var span = pcm.mutableSpan
      samples += try pcm[..<decoder.decode(packet.payload.span, into: &span)]
      guard index == 50 else { continue }
      var rest = pcm.mutableSpan
      samples += pcm[..<decoder.conceal(frames: behind, into: &rest)]
    }
    return samples
  }

  @Test(
    "goes on until the next speech, whatever is done about gaps",
    arguments: [PlayoutOptions.GapFill.silence, .conceal, .close])
  func noise(_ fill: PlayoutOptions.GapFill) throws {
    let packets = Self.stream()
    let played = try play(packets, Self.formats) { $0.gapFill = fill }
    #expect(played.gaps == ["8000-24160 comfort-noise comfort-noise"])
    #expect(played.samples == (try Self.decoded(packets, behind: 16_080)))
    #expect(played.samples[10_000..<24_000].contains { $0 != 0 })
  }

  @Test("is the same however the stream is cut")
  func cuts() throws {
    let packets =
      Self.stream()
      + Stream.silence(240).dropFirst(201).map { packet in
        var packet = packet
        packet.order -= 100
        packet.payload = [UInt8](repeating: 7, count: 20)
        return packet
      }
    let whole = try play(packets, Self.formats)
    for cut in [49, 50, 51, 52, 135] {
      #expect(try play(packets, Self.formats, cuts: [128, cut]).samples == whole.samples)
    }
  }

  @Test("of 10 ms in a packet of 20 ms fills the rest of it")
  func rest() throws {
    let packets = Self.stream(pause: 0)
    let played = try play(packets, Self.formats)
    #expect(played.gaps == ["8000-8160 comfort-noise comfort-noise"])
    #expect(played.samples == (try Self.decoded(packets, behind: 80)))
  }

  @Test("is brought to the file's rate", arguments: [16_000, 48_000])
  func resampled(_ rate: Int) throws {
    let played = try play(Self.stream(), Self.formats) { $0.sampleRate = rate }
    let times = rate / 8000
    #expect(played.gaps == ["\(8000 * times)-\(24_160 * times) comfort-noise comfort-noise"])
    #expect(played.samples.count == 32_160 * times)
    let plain = try play(Self.stream(), Self.formats)
    let level = power(plain.samples[9000..<24_000])
    let resampled = power(played.samples[9000 * times..<24_000 * times])
    #expect(resampled > 0.5 * level && resampled < 1.5 * level)
  }

  @Test("ends where another codec speaks, at that place")
  func otherCodec() throws {
    var packets = Self.stream()
    for index in 51..<101 {
      packets[index].format = 1
      packets[index].payload = [UInt8](repeating: 0x80, count: 160)
    }
    let played = try play(packets, Self.formats)
    #expect(played.gaps == ["8000-24160 comfort-noise comfort-noise"])
    #expect(played.samples[20_000..<24_000].contains { $0 != 0 })
  }

  @Test("is not what stands for a loss in speech")
  func loss() throws {
    var packets = Self.stream()
    packets.remove(at: 80)
    let played = try play(packets, Self.formats)
    #expect(
      played.gaps == ["8000-24160 comfort-noise comfort-noise", "28800-28960 loss silence"])
    let concealed = try play(packets, Self.formats) { $0.gapFill = .conceal }
    #expect(concealed.gaps.last == "28800-28960 loss concealed")
    #expect(concealed.samples[28_800..<28_960].contains { $0 != 0 })
  }
}
