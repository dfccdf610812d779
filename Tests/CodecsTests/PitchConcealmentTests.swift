import Audio
import Foundation
import TestSupport
import Testing

@testable import Codecs

@Suite("Loss concealment at 8 kHz")
struct PitchConcealmentTests {
  /// Packets of 20 ms by spandsp's coder, and what its decoder makes of them; L16 is plain.
  private struct Packets {
    let decoding: Decoding
    let payloads: [[UInt8]]
    let samples: [[Int16]]

    init(_ rtpmap: String, _ voice: [Int16]) throws {
      decoding = try Decoding(MediaFormat(rtpmap: rtpmap))
      let law = decoding.codec.name
      let packets = stride(from: 0, to: voice.count, by: 160).map { start in
        let samples = Array(voice[start..<start + 160])
        guard law == "L16" else { return SpanDSP.coded(samples, law) }
        let bytes = samples.flatMap {
          [UInt8(truncatingIfNeeded: $0 >> 8), UInt8(truncatingIfNeeded: $0)]
        }
        return (codes: bytes, decoded: samples)
      }
      (payloads, samples) = (packets.map(\.codes), packets.map(\.decoded))
    }
  }

  /// A steady vowel of sorts: five harmonics of 125 Hz, a period of 64 samples.
  private static let vowel: [Int16] = (0..<1600).map { frame in
    var sample = 0.0
    for harmonic in 1...5 {
      sample += 3000 / Double(harmonic) * sin(2 * .pi * Double(frame * harmonic) / 64)
    }
    return Int16(sample)
  }

  /// 1 where one is the other, whatever their levels.
  private static func correlation(_ one: [Int16], _ other: [Int16]) -> Double {
    func product(_ one: [Int16], _ other: [Int16]) -> Double {
      zip(one, other).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
    }
    return product(one, other) / (product(one, one) * product(other, other)).squareRoot()
  }

  private static func widestStep(_ samples: [Int16]) -> Int {
    zip(samples, samples.dropFirst()).map { abs(Int($1) - Int($0)) }.max() ?? 0
  }

  @Test(
    "packets and losses up to 40 ms come out as spandsp's plc alone makes them",
    arguments: ["PCMU/8000", "PCMA/8000", "L16/8000"])
  func oracle(_ rtpmap: String) throws {
    let voice = speech(frames: 80_000, channels: 1, rate: 8000)
    let packets = try Packets(rtpmap, voice)
    let oracle = SpanDSPConcealer()
    var random = Randomness(seed: 4)
    var lost = 0
    var blended = 0
    for (payload, samples) in zip(packets.payloads, packets.samples) {
      if lost < 2, random.chance(20) {
        #expect(packets.decoding.conceal(160) == oracle.fill(160))
        lost += 1
      } else {
        let expected = oracle.receive(samples)
        #expect(try packets.decoding.decode(payload) == expected)
        // Behind the first quarter of the longest period it is what was sent.
        #expect(expected[30...] == samples[30...])
        blended += expected == samples ? 0 : 1
        lost = 0
      }
    }
    #expect(blended > 50)
  }

  @Test("a vowel goes on in its own pitch: a lost packet sounds like what was lost")
  func pitch() throws {
    let packets = try Packets("PCMU/8000", Self.vowel)
    for payload in packets.payloads[..<5] { _ = try packets.decoding.decode(payload) }
    let made = packets.decoding.conceal(160)
    #expect(Self.correlation(made, packets.samples[5]) > 0.95)
    let power = made.reduce(0.0) { $0 + Double($1) * Double($1) }
    let sent = packets.samples[5].reduce(0.0) { $0 + Double($1) * Double($1) }
    // It has lost 40 % of its level when it ends, 4 dB.
    #expect(power < sent && power > sent * 0.4)
    // And no seam: no step is wider than the widest that was sent.
    let joined = try packets.samples[4] + made + packets.decoding.decode(packets.payloads[6])
    #expect(Self.widestStep(joined) <= Self.widestStep(Self.vowel) * 5 / 4)
  }

  @Test(
    "behind 50 ms there is silence, and what comes then is as it was sent", arguments: [3, 10, 60])
  func longBurst(_ count: Int) throws {
    let packets = try Packets("PCMA/8000", Self.vowel)
    _ = try packets.decoding.decode(packets.payloads[0])
    var made = [Int16]()
    for _ in 0..<count { made += packets.decoding.conceal(160) }
    #expect(made[..<320].contains { abs($0) > 1000 })
    #expect(made[430...].allSatisfy { $0 == 0 })
    #expect(try packets.decoding.decode(packets.payloads[1]) == packets.samples[1])
    #expect(packets.decoding.conceal(160).contains { $0 != 0 })
  }

  @Test("no more is written than was asked for", arguments: [0, 1, 5, 29, 30, 31])
  func shortGaps(_ count: Int) throws {
    guard let concealment = PitchConcealment() else { throw CodecError.noRoom(codec: "L16") }
    var pcm = Array(Self.vowel[..<400])
    var heard = pcm.mutableSpan
    concealment.receive(&heard, count: 400)
    var filled = [Int16](repeating: 0x5555, count: 60)
    var room = filled.mutableSpan
    #expect(concealment.fill(frames: count, into: &room) == count)
    #expect(filled[count...].allSatisfy { $0 == 0x5555 })
    #expect(!filled[..<count].contains(0x5555))
  }

  @Test("an empty payload ends no gap")
  func emptyPayload() throws {
    let packets = try Packets("PCMU/8000", Self.vowel)
    let other = try Packets("PCMU/8000", Self.vowel)
    for decoding in [packets.decoding, other.decoding] {
      _ = try decoding.decode(packets.payloads[0])
      _ = decoding.conceal(160)
    }
    #expect(try packets.decoding.decode([]).isEmpty)
    #expect(packets.decoding.conceal(160) == other.decoding.conceal(160))
  }

  @Test("without the library the last 20 ms are played backwards, as at other rates")
  func missingLibrary() throws {
    let format = try #require(MediaFormat(rtpmap: "PCMU/8000"))
    let lost = CodecLibrary(name: "liblost", debianPackage: "liblost1") { false }
    var concealment = LossConcealment(
      DecoderRequest(format: format, channels: 1, conceals: true), sampleRate: 8000, library: lost)
    var pcm = Array(Self.vowel[..<160])
    var room = pcm.mutableSpan
    concealment.receive(&room, count: 160)
    #expect(concealment.fill(frames: 80, into: &room) == 80)
    #expect(pcm[..<80] == Self.vowel[80..<160].reversed()[...])
  }
}
