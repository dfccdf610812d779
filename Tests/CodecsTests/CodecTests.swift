import Audio
import Codecs
import TestSupport
import Testing

@Suite("Catalog of codecs")
struct CodecTests {
  @Test(
    "a codec is found by its name and aliases in any case",
    arguments: [
      ("PCMU/8000", "PCMU"), ("pcma/8000/1", "PCMA"), ("g722/8000", "G722"),
      ("OPUS/48000/2", "opus"), ("opus/48000", "opus"), ("L16/44100/2", "L16"),
      ("PCMU/16000", "PCMU"), ("G722/16000", "G722"), ("ulaw/8000", "PCMU"),
      ("ALAW/8000", "PCMA"), ("g729/8000", "G729"), ("G729A/8000", "G729"),
      ("G729AB/8000", "G729"), ("gsm/8000", "GSM"), ("G721/8000", "G726-32"),
      ("aal2-g726-40/8000", "AAL2-G726-40"), ("DVI4/22050", "DVI4"), ("L24/48000/64", "L24"),
    ])
  func found(rtpmap: String, name: String) throws {
    let format = try #require(MediaFormat(rtpmap: rtpmap))
    #expect(Codec.codec(for: format)?.name == name)
    #expect(Codec.isKnown(format))
  }

  @Test(
    "rates and channels that make no sense are not supported",
    arguments: [
      "opus/500", "opus/48000/3", "G722/48000", "G722/8000/2", "L16/10000000", "PCMU/8000/255",
      "PCMA/1",
    ])
  func senseless(rtpmap: String) throws {
    let format = try #require(MediaFormat(rtpmap: rtpmap))
    #expect(Codec.codec(for: format) == nil)
    #expect(Codec.isKnown(format))
  }

  @Test(
    "audio codecs are known as such, decodable or not",
    arguments: [
      "G729/8000", "GSM/8000", "iLBC/8000", "AMR/8000", "AMR-WB/16000", "EVS/16000",
      "speex/16000", "G723/8000", "G726-32/8000", "DVI4/8000", "LPC/8000", "G728/8000",
      "SILK/24000", "MP4A-LATM/90000", "iSAC/16000", "AMR-WB+/72000",
    ])
  func known(rtpmap: String) throws {
    #expect(Codec.isKnown(try #require(MediaFormat(rtpmap: rtpmap))))
  }

  @Test("what is known and in no row is not decoded", arguments: ["EVS/16000", "SILK/24000"])
  func undecodable(rtpmap: String) throws {
    #expect(Codec.codec(for: try #require(MediaFormat(rtpmap: rtpmap))) == nil)
  }

  @Test(
    "what is no audio codec is not known",
    arguments: ["telephone-event/8000", "CN/8000", "red/8000", "H264/90000", "t38/8000", "x/1"])
  func unknown(rtpmap: String) throws {
    let format = try #require(MediaFormat(rtpmap: rtpmap))
    #expect(Codec.codec(for: format) == nil)
    #expect(!Codec.isKnown(format))
  }

  @Test(
    "Opus has its one clock whatever an rtpmap says", arguments: [8000, 16_000, 24_000, 48_000])
  func opusClock(_ rate: Int) throws {
    let format = MediaFormat(encodingName: "opus", clockRate: rate, channels: 2)
    let codec = try #require(Codec.codec(for: format))
    #expect(codec.name == "opus")
    #expect(codec.meant(by: format).clockRate == 48_000)
    #expect(codec.clockRates.offers(rate) == (rate == 48_000))
  }

  @Test("mutated Opus packets decode as libopus decodes them or throw where it fails")
  func mutatedOpus() throws {
    var random = Randomness(seed: 5)
    let packets = OpusTests.Coding(channels: 2, frames: 960, bitrate: 32000).packets()
    let oracle = OpusOracle(channels: 2)
    let decoding = try Decoding(formats["opus"], channels: 2)
    var (good, bad) = (0, 0)
    for _ in 0..<2000 {
      guard var packet = packets.randomElement(using: &random), !packet.isEmpty else { continue }
      for _ in 0..<3 {
        packet[Int.random(in: 0..<min(8, packet.count), using: &random)] =
          UInt8.random(in: 0...255, using: &random)
      }
      packet.removeLast(Int.random(in: 0..<min(10, packet.count), using: &random))
      let expected = oracle.decode(packet)
      #expect((try? decoding.decode(packet)) == expected)
      if expected == nil { bad += 1 } else { good += 1 }
    }
    #expect(good > 200)
    #expect(bad > 100)
  }
}
