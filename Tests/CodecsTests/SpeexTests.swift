import Audio
import Codecs
import TestSupport
import Testing

@Suite("Speex")
struct SpeexTests {
  struct Coding: Sendable, CustomTestStringConvertible {
    let band: Int
    let quality: Int32
    let perPacket: Int

    var testDescription: String { "band \(band), quality \(quality), \(perPacket) frames" }
  }

  private static let codings = (0..<3).flatMap { band in
    [Int32](0...10).map { Coding(band: band, quality: $0, perPacket: 1 + Int($0) % 4) }
  }

  private static func format(_ band: Int) -> MediaFormat {
    MediaFormat(encodingName: "SPEEX", clockRate: 8000 << band)
  }

  /// Two seconds of voice, or four of which every second one is silence.
  private static func voice(_ band: Int, pauses: Bool = false) -> [Int16] {
    let rate = 8000 << band
    let voice = speech(frames: pauses ? 4 * rate : 2 * rate, channels: 1, rate: rate)
    return voice.enumerated().map { !pauses || $0.offset / rate % 2 == 0 ? $0.element : 0 }
  }

  @Test("payloads decode as a bare loop decodes them", arguments: codings)
  func oracle(_ coding: Coding) throws {
    let bare = BareSpeex(band: coding.band, quality: coding.quality)
    let decoding = try Decoding(Self.format(coding.band))
    for payload in bare.encode(Self.voice(coding.band), perPacket: coding.perPacket) {
      let payload = try #require(payload)
      let expected = bare.decode(payload)
      #expect(expected.count == coding.perPacket * bare.samples)
      let duration = decoding.duration(of: payload)
      #expect(duration == expected.count)
      #expect(try decoding.decode(payload) == expected)
    }
  }

  @Test("a loss is concealed by the library, in any number of samples", arguments: 0..<3)
  func conceal(_ band: Int) throws {
    let bare = BareSpeex(band: band)
    let decoding = try Decoding(Self.format(band))
    for payload in bare.encode(Self.voice(band), perPacket: 1).prefix(20) {
      #expect(try decoding.decode(payload ?? []) == bare.decode(payload ?? []))
    }
    let expected = bare.conceal() + bare.conceal()
    #expect(decoding.conceal(7) + decoding.conceal(2 * bare.samples - 7) == expected)
    #expect(expected.contains { $0 != 0 })
  }

  @Test("what is not sent behind a description of silence is its noise", arguments: 0..<3)
  func silence(_ band: Int) throws {
    let bare = BareSpeex(band: band, detectsSilence: true)
    let decoding = try Decoding(Self.format(band))
    var made = 0
    for payload in bare.encode(Self.voice(band, pauses: true), perPacket: 1) {
      if let payload {
        #expect(try decoding.decode(payload) == bare.decode(payload))
        continue
      }
      let noise = decoding.noiseFrames()
      #expect(noise == bare.samples)
      #expect(decoding.conceal(bare.samples) == bare.conceal())
      made += 1
    }
    #expect(made > 20)
  }

  @Test("more than a second in a payload is damage: frames of five bits")
  func bound() throws {
    let decoding = try Decoding(Self.format(0))
    let payload = [UInt8](repeating: 0, count: 1460)
    #expect(decoding.duration(of: payload) == nil)
    #expect(throws: CodecError.damagedPayload(codec: "speex")) { try decoding.decode(payload) }
  }

  @Test("damaged payloads decode to what was counted, or not at all", arguments: 0..<3)
  func noise(_ band: Int) throws {
    var random = Randomness(seed: 9)
    let bare = BareSpeex(band: band)
    let payloads = bare.encode(Self.voice(band), perPacket: 2).compactMap { $0 }
    let decoding = try Decoding(Self.format(band))
    let oracle = BareSpeex(band: band)
    var (decoded, same) = (0, 0)
    for round in 0..<20_000 {
      var payload = random.bytes(Int.random(in: 0...60, using: &random))
      if round % 3 > 0 {
        payload = payloads[round % payloads.count]
        let spot = Int.random(in: payload.indices, using: &random)
        payload[spot] = UInt8.random(in: 0...255, using: &random)
      }
      let duration = decoding.duration(of: payload)
      let pcm = try? decoding.decode(payload)
      #expect(pcm?.count == duration)
      #expect((pcm?.count ?? 0) <= decoding.sampleRate)
      // Of what is refused the library would complain.
      guard let pcm, !pcm.isEmpty else { continue }
      decoded += 1
      let expected = oracle.decode(payload, most: pcm.count)
      // In the bands above it reads what it never wrote, so that its samples are not always the same.
      same += band == 0 ? expected == pcm ? 1 : 0 : expected.count == pcm.count ? 1 : 0
    }
    #expect(decoded > 4000)
    #expect(same == decoded)
  }
}
