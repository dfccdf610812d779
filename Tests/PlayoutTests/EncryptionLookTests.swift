import Audio
import Glibc
import TestSupport
import Testing

@testable import Codecs
@testable import Playout

@Suite("Telling unannounced SRTP")
struct EncryptionLookTests {
  /// Whether a stream whose timestamps step by `step` looks encrypted.
  private static func looks(_ payloads: [[UInt8]], as format: PayloadFormat, step: UInt32 = 160)
    throws -> Bool
  {
    try looks(
      payloads, as: try #require(format.codec), try #require(format.format), step: step)
  }

  private static func looks(
    _ payloads: [[UInt8]], as codec: Codec, _ media: MediaFormat, step: UInt32 = 160
  ) throws -> Bool {
    var batch = EncodedBatch()
    for (index, payload) in payloads.enumerated() {
      batch.append(
        payload.span, order: Int64(index), timestamp: UInt32(index) * step,
        time: Int64(index) * 20_000_000, format: 0)
    }
    return EncryptionLook(batch.entries, of: batch, format: 0, codec: codec, as: media).isEncrypted
  }

  private static func noise(_ count: Int, of size: Int) -> [[UInt8]] {
    var random = Randomness(seed: 3711)
    return (0..<count).map { _ in random.bytes(size) }
  }

  @Test("noise that is longer by an authentication tag", arguments: [4, 8, 10, 14, 16, 20])
  func tags(_ tag: Int) throws {
    for format in [Media.pcmu, Media.pcma, Media.g722] {
      #expect(try Self.looks(Self.noise(100, of: 160 + tag), as: format))
    }
    let l16 = Media.named(96, "L16/8000/2")
    #expect(try Self.looks(Self.noise(100, of: 640 + tag), as: l16))
  }

  /// What payloads of a codec are that is the one meant by its name.
  private static func format(_ media: MediaFormat, _ codec: Codec) -> PayloadFormat {
    var format = PayloadFormat(payloadType: 96, format: media, origin: .option)
    if codec.sharesName { format.settle(codec, isMeant: true) }
    return format
  }

  /// Every codec that takes equal bytes for equal time, at each clock that occurs, in mono and
  /// stereo; and the ticks of a usual packet.
  static let constantRates: [(PayloadFormat, ConstantRate, UInt32)] = Codec.all.flatMap { codec in
    [8000, 16_000, 32_000, 48_000].flatMap { clock in
      [1, 2].compactMap { channels in
        let media = MediaFormat(
          encodingName: codec.name, clockRate: clock, channels: channels)
        guard Codec.codec(for: media) != nil, let rate = codec.constantRate(for: media) else {
          return nil
        }
        let format = Self.format(media, codec)
        // LPC-10 has no frames of 20 ms; four of its own make a packet.
        return (format, rate, UInt32(rate.ticks > clock / 50 ? 4 * rate.ticks : clock / 50))
      }
    }
  }

  @Test("every codec of constant rate is looked at", arguments: constantRates)
  func everyCodec(_ format: PayloadFormat, _ rate: ConstantRate, _ step: UInt32) throws {
    let bytes = Int(step) / rate.ticks * rate.bytes
    #expect(try Self.looks(Self.noise(100, of: bytes + 10), as: format, step: step))
    #expect(try !Self.looks(Self.noise(100, of: bytes), as: format, step: step))
    #expect(try !Self.looks(Self.noise(100, of: bytes + 7), as: format, step: step))
  }

  @Test("so is a codec whose speech has a constant rate, though its silence has not")
  func speechRate() throws {
    let g729 = Media.named(18, "G729/8000")
    for tag in [4, 10] { #expect(try Self.looks(Self.noise(120, of: 20 + tag), as: g729)) }
    #expect(try !Self.looks(Self.noise(120, of: 20), as: g729))
    #expect(try !Self.looks(Self.noise(120, of: 2), as: g729))
  }

  @Test("what the encoders make is not called encrypted, whatever its length", arguments: Codec.all)
  func everyEncoder(_ codec: Codec) throws {
    let media = codec.format()
    guard codec.canEncode else { return }
    let milliseconds = Int(codec.packetLength(for: media).usual)
    let step = media.clockRate * milliseconds / 1000
    let frames = codec.sampleRate(for: media) * milliseconds / 1000
    // Of others the length is not free.
    for excess in codec.constantRate(for: media) == nil ? [0] : [0, 10] {
      var encoder = try codec.makeEncoder(for: media)
      let payloads = try (0..<100).map { packet in
        // A voice that swells, with two harmonics.
        let pcm = (0..<frames).map { index in
          let time = Double(packet * frames + index) / Double(codec.sampleRate(for: media))
          let loudness = 5000 * pow(sin(2 * .pi * 3 * time), 2)
          let voice = [1.0, 2, 5].map { sin(2 * .pi * 190 * $0 * time) }.reduce(0, +)
          return Int16(loudness * voice / 2)
        }
        var payload: [UInt8] = []
        try encoder.encode(pcm.span, into: &payload)
        return payload + payload.prefix(excess)
      }
      let format = Self.format(media, codec)
      #expect(try !Self.looks(payloads, as: format, step: UInt32(step)))
    }
  }

  // The sizes of GSM 06.10 (RFC 3551, section 4.5.8), and of 3 bits a sample, which no list of codecs has.
  @Test(
    "a new row is looked at without being named anywhere else",
    arguments: [(33, 160, 160), (3, 8, 8), (1, 2, 4), (10, 80, 80)])
  func newRow(_ bytes: Int, _ ticks: Int, _ frames: Int) throws {
    let codec = Codec(
      name: "new", clockRates: .only(8000),
      timing: .constant { _ in ConstantRate(bytes: bytes, ticks: ticks, frames: frames) },
      decoder: { _ throws(CodecError) in throw .damagedPayload(codec: "new") })
    let size = 160 / ticks * bytes
    #expect(try Self.looks(Self.noise(100, of: size + 10), as: codec, codec.format()))
    #expect(try !Self.looks(Self.noise(100, of: size), as: codec, codec.format()))
  }

  @Test("noise of its own length is only noise")
  func plainNoise() throws {
    #expect(try !Self.looks(Self.noise(100, of: 160), as: Media.pcmu))
    #expect(try !Self.looks(Self.noise(100, of: 320), as: Media.named(96, "L16/8000")))
    #expect(try !Self.looks(Self.noise(100, of: 163), as: Media.pcmu))
  }

  @Test("speech is not noise, whatever its length")
  func speech() throws {
    // Loud and soft by turns, over all of µ-law's range.
    let payloads = (0..<100).map { packet in
      (0..<170).map { index -> UInt8 in
        let time = Double(packet * 160 + index) / 8000
        let loudness = 6000 * pow(sin(2 * .pi * 3 * time), 2)
        return compressMu(Int(loudness * (sin(1000 * time) + 0.3 * sin(7300 * time))))
      }
    }
    #expect(try !Self.looks(payloads, as: Media.pcmu))
  }

  @Test("too little to tell is not called encrypted")
  func tooLittle() throws {
    #expect(try !Self.looks(Self.noise(10, of: 170), as: Media.pcmu))
    #expect(try !Self.looks([], as: Media.pcmu))
  }

  @Test(
    "heads that are all different are no codec's that has few",
    arguments: ["opus/48000/2", "AMR/8000", "AMR-WB/16000", "speex/8000", "G723/8000"])
  func heads(_ rtpmap: String) throws {
    let format = Media.named(111, rtpmap)
    #expect(try Self.looks(Self.noise(12, of: 71), as: format, step: 960))
    #expect(try !Self.looks(Self.noise(11, of: 71), as: format, step: 960))
    let same = Self.noise(100, of: 71).map { [0x78] + $0.dropFirst() }
    #expect(try !Self.looks(same, as: format, step: 960))
  }

  @Test("frames of iLBC and DVI4 that are longer by a tag are encrypted")
  func coded() throws {
    for (rtpmap, bytes, step) in [
      ("iLBC/8000", 38, 160), ("iLBC/8000", 50, 240), ("DVI4/8000", 84, 160),
      ("L20/48000/2", 240, 48),
    ] as [(String, Int, UInt32)] {
      let format = Media.named(97, rtpmap)
      #expect(try Self.looks(Self.noise(100, of: bytes + 10), as: format, step: step))
      #expect(try !Self.looks(Self.noise(100, of: bytes), as: format, step: step))
    }
  }

  @Test("an encrypted stream is not played")
  func playing() throws {
    let packets = Self.noise(200, of: 170).enumerated().map { Stream.packet($0, $1) }
    let played = try play(packets, [Media.pcmu], cuts: [150, 170])
    #expect(played.result.isEncrypted)
    #expect(played.samples.isEmpty)
  }
}
