import Audio
import Codecs
import TestSupport
import Testing

@Suite("Codecs of RFC 3551 beside libspandsp's")
struct TelephoneCodecTests {
  @Test(
    "encoders give the same bytes, whatever they are fed", arguments: Coding.all, Material.allCases)
  func encoder(_ coding: Coding, _ material: Material) throws {
    let packets = coding.packets(material)
    let other = SpanDSPCoder(coding.kind)
    let expected = packets.map(other.encode)
    #expect(try coding.encoded(packets) == expected)
  }

  @Test(
    "decoders give the same samples, but that G.726 does not turn over",
    arguments: Coding.all, Material.allCases)
  func decoder(_ coding: Coding, _ material: Material) throws {
    let coder = SpanDSPCoder(coding.kind)
    let decoding = try Decoding(coding.format, conceals: false)
    var turned = 0
    for payload in coding.packets(material).map(coder.encode) {
      let expected = coder.decode(payload)
      let found = try decoding.decode(payload)
      #expect(decoding.duration(of: payload) == coding.frames)
      #expect(found.count == expected.count)
      for (sample, other) in zip(found, expected) where sample != other {
        // The limits of 14 bits; there it wraps.
        #expect(sample == 32_764 || sample == -32_768)
        turned += 1
      }
    }
    #expect(turned == 0 || coding.name.contains("G726") && material != .silence)
  }

  @Test(
    "where G.726 is at its limits, so is spandsp's decoder to µ-law, and else both agree",
    arguments: Coding.g726, [Material.square, .noise])
  func limits(_ coding: Coding, _ material: Material) throws {
    guard case .g726(let bitrate, let highFirst, _) = coding.kind else { return }
    let coder = SpanDSPCoder(.g726(bitrate: bitrate, highFirst: highFirst, law: .mu))
    let decoding = try Decoding(coding.format, conceals: false)
    let muLaw = try Decoding(MediaFormat(encodingName: "PCMU", clockRate: 8000), conceals: false)
    var limited = 0
    for payload in coding.packets(material).map(coder.encode) {
      let witness = try muLaw.decode(coder.decodeCodes(payload))
      let found = try decoding.decode(payload)
      for (sample, other) in zip(found, witness) {
        // Half a step of the law, and a whole one for its synchronous tandem adjustment.
        let tolerance = max(64, abs(Int(other)) / 10)
        #expect(abs(Int(sample) - Int(other)) <= tolerance, "\(sample) for \(other)")
        if sample == 32_764 || sample == -32_768 {
          limited += 1
          #expect(abs(Int(other)) >= 31_100)
        }
      }
    }
    #expect(limited > 0)
  }

  @Test("several packets at once are what one after the other are", arguments: Coding.all)
  func runs(_ coding: Coding) throws {
    guard Codec.codec(for: coding.format)?.constantRate(for: coding.format) != nil else { return }
    let payloads = try coding.encoded(coding.packets(.voice))
    let (single, together) = (try Decoding(coding.format), try Decoding(coding.format))
    let expected = try payloads.flatMap { try single.decode($0) }
    #expect(try together.decode(Array(payloads.joined())) == expected)
  }

  @Test(
    "100,000 damaged payloads: nothing traps, and no more comes than was promised",
    arguments: Coding.all.map(\.format)
      + ["L8", "L20", "L24"].map {
        MediaFormat(encodingName: $0, clockRate: 48_000, channels: 3)
      })
  func damaged(_ format: MediaFormat) throws {
    let decoding = try Decoding(format)
    var random = Randomness(seed: 44)
    for _ in 0..<100_000 {
      let payload = random.bytes(Int.random(in: 0...80, using: &random))
      let promised = decoding.codec.maximumFrames(in: payload.count, for: format)
      let room = Int.random(in: 0...promised + 1, using: &random)
      guard let pcm = try? decoding.decode(payload, room: min(room, 2000)) else { continue }
      guard pcm.count == (decoding.duration(of: payload) ?? -1) * format.channels else {
        Issue.record("\(payload.count) bytes gave \(pcm.count) samples")
        return
      }
    }
  }

  @Test(
    "an encoder refuses what is no whole packet",
    arguments: [("GSM", 161), ("LPC", 160), ("DVI4", 161), ("G726-24", 161), ("G726-32", 161)])
  func impossible(_ name: String, _ frames: Int) throws {
    let coding = Coding(name: name, kind: .gsm, frames: frames)
    #expect(throws: CodecError.impossiblePacket(codec: name, frames: frames)) {
      try coding.encoded([[Int16](repeating: 0, count: frames)])
    }
  }

  @Test("frames of GSM without their signature are refused, and change nothing")
  func signature() throws {
    let coding = Coding.all[0]
    let payloads = try coding.encoded(coding.packets(.voice))
    let (one, other) = (try Decoding(coding.format), try Decoding(coding.format))
    for payload in payloads {
      var broken = payload + payload
      broken[33] = 0x1d
      #expect(throws: CodecError.damagedPayload(codec: "GSM")) { try one.decode(broken) }
      #expect(try one.decode(payload) == other.decode(payload))
    }
  }
}
