import Audio
import Codecs
import TestSupport
import Testing

@Suite("AMR and AMR-WB")
struct AMRTests {
  struct Coding: Sendable, CustomTestStringConvertible {
    let isWide: Bool
    let mode: Int
    let perPacket: Int
    let packing: AMRPacking

    var testDescription: String {
      "\(isWide ? "AMR-WB" : "AMR"), mode \(mode), \(perPacket) frames, \(packing)"
    }
  }

  private static let codings = [false, true].flatMap { isWide in
    (0..<(isWide ? 9 : 8)).flatMap { mode in
      AMRPacking.allCases.map { packing in
        Coding(isWide: isWide, mode: mode, perPacket: 1 + mode % 4, packing: packing)
      }
    }
  }

  private static func format(_ isWide: Bool, _ parameters: String) -> MediaFormat {
    MediaFormat(
      encodingName: isWide ? "AMR-WB" : "AMR", clockRate: isWide ? 16_000 : 8000,
      parameters: parameters)
  }

  /// Two seconds of voice, or four of which every second one is silence, as stored frames.
  private static func frames(_ coder: OpenCoreAMR, mode: Int, pauses: Bool = false) -> [[UInt8]] {
    let rate = coder.samples * 50
    var random = Randomness(seed: 7)
    let voice = speech(frames: pauses ? 4 * rate : 2 * rate, channels: 1, rate: rate)
    return coder.encode(
      voice.enumerated().map { index, sample in
        !pauses || index / rate % 2 == 0 ? sample : Int16.random(in: -20...20, using: &random)
      }, mode: mode)
  }

  @Test(
    "payloads decode as a bare loop decodes their frames, whatever is said of their framing",
    arguments: codings)
  func oracle(_ coding: Coding) throws {
    let frames = Self.frames(
      OpenCoreAMR(isWide: coding.isWide), mode: coding.mode)
    for said in AMRPacking.allCases {
      let bare = OpenCoreAMR(isWide: coding.isWide)
      let decoding = try Decoding(Self.format(coding.isWide, said.rawValue))
      for start in stride(from: 0, to: frames.count, by: coding.perPacket) {
        let packet = Array(frames[start..<min(start + coding.perPacket, frames.count)])
        let payload = coding.packing.payload(packet, isWide: coding.isWide)
        let duration = decoding.duration(of: payload)
        #expect(duration == packet.count * bare.samples)
        #expect(try decoding.decode(payload) == packet.flatMap(bare.decode))
      }
    }
  }

  @Test("what follows a description of silence is its noise", arguments: [false, true])
  func silence(_ isWide: Bool) throws {
    let bare = OpenCoreAMR(isWide: isWide, detectsSilence: true)
    let decoding = try Decoding(Self.format(isWide, ""))
    let silence = isWide ? 9 : 8
    var (described, made) = (0, 0)
    var loudest: Int16 = 0
    for frame in Self.frames(bare, mode: 7, pauses: true) {
      let expected = bare.decode(frame)
      switch Int(frame[0] >> 3 & 15) {
      case 15:
        // Not in whole frames: what is left of one comes first the next time.
        #expect(decoding.conceal(30) + decoding.conceal(bare.samples - 30) == expected)
        made += 1
        loudest = max(loudest, expected.map { abs($0) }.max() ?? 0)
      case let type:
        let payload = AMRPacking.bandwidthEfficient.payload([frame], isWide: isWide)
        #expect(try decoding.decode(payload) == expected)
        let noise = decoding.noiseFrames()
        #expect(noise == (type == silence ? bare.samples : nil))
        #expect(
          decoding.codec.time(of: payload.span, for: decoding.format)?.isSilence
            == (type == silence))
        described += type == silence ? 1 : 0
      }
    }
    #expect(described > 2 && made > 20)
    #expect(loudest > 0)
  }

  @Test("frames without data have their time", arguments: [false, true])
  func noData(_ isWide: Bool) throws {
    let bare = OpenCoreAMR(isWide: isWide)
    let frames = Self.frames(bare, mode: 2)
    let decoding = try Decoding(Self.format(isWide, "octet-align=1"))
    let packet = [frames[0], [0x7c], frames[2]]
    let payload = AMRPacking.octetAligned.payload(packet, isWide: isWide)
    #expect(try decoding.decode(payload) == packet.flatMap(bare.decode))
  }

  @Test("bits that ought to be zero are not looked at where the rest fits what is said")
  func untidy() throws {
    let bare = OpenCoreAMR(isWide: false)
    let decoding = try Decoding(Self.format(false, "octet-align=1"))
    for frame in Self.frames(bare, mode: 7) {
      var payload = AMRPacking.octetAligned.payload([frame], isWide: false)
      payload[0] |= 5
      payload[1] |= 3
      #expect(try decoding.decode(payload) == bare.decode(frame))
    }
  }

  @Test("interleaved frames and sorted bytes are refused, and named")
  func refused() throws {
    let codec = try #require(Codec.named("AMR"))
    #expect(
      codec.refusal(of: Self.format(false, "octet-align=1; Interleaving = 30")) == "interleaving")
    #expect(codec.refusal(of: Self.format(false, "robust-sorting=1")) == "robust-sorting")
    #expect(codec.refusal(of: Self.format(false, "robust-sorting=0;octet-align=1")) == nil)
  }

  @Test("frames of the Iu interface are those of AMR behind their header", arguments: [3, 4])
  func iuUP(_ header: Int) throws {
    let format = MediaFormat(encodingName: "VND.3GPP.IUFP", clockRate: 16_000)
    for mode in 0..<8 {
      let bare = OpenCoreAMR(isWide: false)
      let decoding = try Decoding(format)
      // A control frame that begins the call holds no audio.
      #expect(try decoding.decode([0xe0, 0x00] + [UInt8](repeating: 1, count: 51)) == [])
      for (number, frame) in Self.frames(bare, mode: mode).enumerated() {
        let first: UInt8 = header == 3 ? 0x10 : 0x00
        let payload =
          [first | UInt8(number & 15), 1] + [UInt8](repeating: 0x55, count: header - 2)
          + frame.dropFirst()
        #expect(decoding.duration(of: payload) == 320)
        #expect(try decoding.decode(payload) == bare.decode(frame))
      }
      #expect(decoding.duration(of: [0x00, 1, 0, 0, 9]) == nil)
    }
  }

  @Test("a frame is told by its type and bits, in whatever packing", arguments: [false, true])
  func repetition(_ isWide: Bool) throws {
    let frames = Self.frames(OpenCoreAMR(isWide: isWide), mode: 4)
    let decoding = try Decoding(Self.format(isWide, ""))
    let repetition = try #require(decoding.codec.repetition)
    #expect(repetition.ticks == (isWide ? 320 : 160))
    for packing in AMRPacking.allCases {
      let digests = { (packet: [[UInt8]]) -> [UInt64?] in
        let bytes: [UInt8] = packing.payload(packet, isWide: isWide)
        return repetition.frames(of: bytes.span, decoding.format)
      }
      let before = digests(Array(frames[3...5]))
      #expect(Set(before).count == 3 && !before.contains(nil))
      #expect(digests(Array(frames[4...6])).prefix(2) == before.suffix(2))
      #expect(digests([frames[4], [0x7c], frames[5]]) == [before[1], nil, before[2]])
    }
    let damaged: [UInt8] = [1, 2, 3]
    #expect(repetition.frames(of: damaged.span, decoding.format) == [])
  }

  @Test("frames that are there already are left out", arguments: [false, true])
  func skipping(_ isWide: Bool) throws {
    let frames = Self.frames(OpenCoreAMR(isWide: isWide), mode: 2)
    let bare = OpenCoreAMR(isWide: isWide)
    let decoding = try Decoding(Self.format(isWide, ""))
    for start in 0..<20 {
      let payload = AMRPacking.octetAligned.payload(
        Array(frames[start...start + 2]), isWide: isWide)
      if start > 0 { decoding.select(2..<Int.max) }
      let new = start > 0 ? [frames[start + 2]] : Array(frames[0...2])
      #expect(try decoding.decode(payload) == new.flatMap(bare.decode))
    }
  }
}
