import Audio
import Codecs
import TestSupport
import Testing

@Suite("G.729")
struct G729Tests {
  private static let format = MediaFormat(encodingName: "G729", clockRate: 8000)

  /// Four seconds of speech, of which every second one is silence, as frames of Annex B.
  private static func frames(_ coder: Bcg729) -> [[UInt8]] {
    var random = Randomness(seed: 7)
    let voice = speech(frames: 32_000, channels: 1, rate: 8000)
    let pcm = voice.enumerated().map { index, sample in
      index / 8000 % 2 == 0 ? sample : Int16.random(in: -40...40, using: &random)
    }
    return coder.encode(pcm)
  }

  @Test("payloads of any number of frames decode as a bare loop decodes them", arguments: 1...12)
  func oracle(_ perPacket: Int) throws {
    let bare = Bcg729()
    let decoding = try Decoding(Self.format)
    let frames = Self.frames(bare)
    for start in stride(from: 0, to: frames.count, by: perPacket) {
      let packet = frames[start..<min(start + perPacket, frames.count)]
      let payload = packet.flatMap { $0 }
      let duration = decoding.duration(of: payload)
      #expect(duration == 80 * packet.count)
      #expect(try decoding.decode(payload) == packet.flatMap(bare.decode))
    }
  }

  @Test("what follows a description of silence is its noise, as the library makes it")
  func silence() throws {
    let bare = Bcg729(detectsSilence: true)
    let decoding = try Decoding(Self.format)
    var (described, made) = (0, 0)
    var loudest: Int16 = 0
    for frame in Self.frames(bare) {
      let expected = bare.decode(frame)
      if frame.isEmpty {
        // Not in whole frames: what is left of one comes first the next time.
        #expect(decoding.conceal(30) + decoding.conceal(50) == expected)
        made += 1
        loudest = max(loudest, expected.map { abs($0) }.max() ?? 0)
      } else {
        #expect(try decoding.decode(frame) == expected)
        let noise = decoding.noiseFrames()
        #expect(noise == (frame.count == 2 ? 80 : nil))
        described += frame.count == 2 ? 1 : 0
      }
    }
    #expect(described > 2 && made > 50)
    #expect(loudest > 0)
  }

  @Test("the noise of a description keeps its level until the next")
  func noiseLevel() throws {
    let decoding = try Decoding(Self.format)
    _ = try decoding.decode([0x28, 0x7e])
    let levels = (0..<40).map { _ in
      let noise = decoding.conceal(80)
      return noise.map { Double($0) * Double($0) }.reduce(0, +) / Double(max(1, noise.count))
    }
    // Within 3 dB after 400 ms.
    #expect(levels[0] > 1000 && levels[39] > levels[0] / 2 && levels[39] < levels[0] * 2)
  }

  @Test("a description of silence may end a payload of speech")
  func mixed() throws {
    let bare = Bcg729(detectsSilence: true)
    let frames = Self.frames(bare).filter { !$0.isEmpty }
    let first = try #require(frames.firstIndex { $0.count == 2 })
    let packet = frames[first - 1...first]
    let decoding = try Decoding(Self.format)
    #expect(try decoding.decode(packet.flatMap { $0 }) == packet.flatMap(bare.decode))
    let (duration, noise) = (decoding.duration(of: packet.flatMap { $0 }), decoding.noiseFrames())
    #expect(duration == 160 && noise == 80)
  }

  @Test(
    "a loss is concealed by the library, in any number of samples", arguments: [1, 79, 80, 333])
  func conceal(_ count: Int) throws {
    let bare = Bcg729()
    let decoding = try Decoding(Self.format)
    for frame in Self.frames(bare).prefix(50) {
      #expect(try decoding.decode(frame) == bare.decode(frame))
    }
    let expected = (0..<5).flatMap { _ in bare.decode([]) }
    let concealed = decoding.conceal(count)
    #expect(concealed == Array(expected[..<count]))
    #expect(concealed.contains { $0 != 0 })
  }

  @Test(
    "what no payload of it can be is damaged",
    arguments: [1, 3, 8, 9, 11, 14, 15, 22 - 1, 1001, 1002, 1010])
  func damaged(_ count: Int) throws {
    let decoding = try Decoding(Self.format)
    let payload = [UInt8](repeating: 1, count: count)
    #expect(decoding.duration(of: payload) == nil)
    #expect(throws: CodecError.damagedPayload(codec: "G729")) {
      _ = try decoding.decode(payload)
    }
  }
}
