import Audio
import Codecs
import Glibc
import TestSupport
import Testing

@testable import Playout

@Suite("Telling unannounced SRTP")
struct EncryptionLookTests {
  /// Whether a stream whose timestamps step by `step` looks encrypted.
  private static func looks(_ payloads: [[UInt8]], as format: PayloadFormat, step: UInt32 = 160)
    throws -> Bool
  {
    let codec = try #require(format.codec)
    let media = try #require(format.format)
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

  @Test("a codec whose own bytes look like noise is not judged")
  func opus() throws {
    let format = Media.named(111, "opus/48000/2")
    #expect(try !Self.looks(Self.noise(100, of: 170), as: format, step: 160))
  }

  @Test("an encrypted stream is not played")
  func playing() throws {
    let packets = Self.noise(200, of: 170).enumerated().map { Stream.packet($0, $1) }
    let played = try play(packets, [Media.pcmu], cuts: [150, 170])
    #expect(played.result.isEncrypted)
    #expect(played.samples.isEmpty)
  }
}
