import Audio
import Testing

@testable import Codecs

@Suite("Rows of the catalog")
struct CodecRowTests {
  private func row(_ name: String) throws -> Codec { try #require(Codec.named(name)) }

  // RFC 3551, section 4.5 and table 4; RFC 7587, section 7.
  @Test(
    "what a sender of the codec says of it",
    arguments: [
      ("ulaw", "PCMU/8000", 0), ("PCMA", "PCMA/8000", 8), ("g722", "G722/8000", 9),
      ("Opus", "opus/48000/2", 111), ("L16", "L16/44100", 11), ("gsm", "GSM/8000", 3),
      ("DVI4", "DVI4/8000", 5), ("lpc", "LPC/8000", 7), ("g726-32", "G726-32/8000", 96),
      ("L24", "L24/48000", 96),
    ] as [(String, String, UInt8)])
  func sending(_ name: String, _ rtpmap: String, _ payloadType: UInt8) throws {
    let codec = try row(name)
    #expect(Codec.rtpmap(of: codec.format()) == rtpmap)
    #expect(codec.payloadType(for: codec.format()) == payloadType)
  }

  @Test(
    "an rtpmap says the channels that there are, but of Opus always two",
    arguments: ["PCMU/8000/2", "L16/48000/8", "opus/48000/2", "x/8000/3"])
  func channels(_ rtpmap: String) throws {
    #expect(Codec.rtpmap(of: try #require(MediaFormat(rtpmap: rtpmap))) == rtpmap)
  }

  @Test("a format without an assigned payload type takes a dynamic one")
  func dynamic() throws {
    let codec = try row("L16")
    #expect(codec.payloadType(for: codec.format(clockRate: 16_000)) == 96)
  }

  // RFC 3551, section 4.2; RFC 6716, section 2.1.4.
  @Test(
    "packets have lengths that the codec can have",
    arguments: [
      ("PCMU", 8000, 20, [1, 160, 161]), ("G722", 8000, 20, [2, 320]),
      ("opus", 48_000, 20, [120, 240, 480, 960, 1920, 2880]), ("L16", 32_000, 20, [1]),
      ("L16", 44_100, 10, [441]),
    ] as [(String, Int, Double, [Int])])
  func lengths(_ name: String, _ clock: Int, _ usual: Double, _ possible: [Int]) throws {
    let codec = try row(name)
    let length = codec.packetLength(for: codec.format(clockRate: clock))
    #expect(length.usual == usual)
    #expect(possible.allSatisfy(length.allows))
    #expect(!length.allows(0))
  }

  @Test("and no others", arguments: [("G722", 321), ("opus", 160), ("opus", 5760)])
  func impossible(_ name: String, _ frames: Int) throws {
    let codec = try row(name)
    #expect(!codec.packetLength(for: codec.format()).allows(frames))
  }

  @Test("what an encoder needs not send is asked for by a parameter of the format")
  func discontinuous() throws {
    let codec = try row("opus")
    let own = try #require(codec.discontinuousTransmission)
    #expect(own.parameter == "usedtx=1")
    #expect(own.isOn(in: codec.format(parameters: "useinbandfec=1; UseDTX=1")))
    #expect(!own.isOn(in: codec.format(parameters: "usedtx=0")))
    #expect(!own.isOn(in: codec.format()))
    #expect(own.leavesOut([0xf8, 0xff]) && !own.leavesOut([0xf8, 0xff, 0xfe]))
    #expect(Codec.all.filter { $0.discontinuousTransmission != nil }.map(\.name) == ["opus"])
  }

  @Test(
    "clock rates are those of the codec",
    arguments: [
      ("G722", [8000], [16_000, 44_100], "8000"), ("opus", [48_000], [8000], "48000"),
      ("PCMU", [8000, 96_000], [7999, 96_001], "8000 to 96000"),
    ])
  func clocks(_ name: String, _ offered: [Int], _ others: [Int], _ text: String) throws {
    let rates = try row(name).clockRates
    #expect(offered.allSatisfy(rates.offers))
    #expect(!others.contains(where: rates.offers))
    #expect("\(rates)" == text)
    let speex = ClockRates.only(8000, or: [16_000, 32_000])
    #expect("\(speex)" == "8000, 16000 or 32000")
    #expect(speex.usual == 8000)
  }

  @Test("names and aliases are those of one row only")
  func names() {
    let keys = Codec.all.flatMap(\.keys)
    #expect(Set(keys).count == keys.count)
    #expect(Codec.named("EVS") == nil)
  }

  /// A codec that nothing but its row knows, whose library is missing.
  private static let lost = Codec(
    name: "lost", clockRates: .only(8000),
    timing: .constant { _ in ConstantRate(bytes: 33, ticks: 160, frames: 160) },
    library: CodecLibrary(name: "liblost", debianPackage: "liblost1") { false },
    decoder: { _ throws(CodecError) in throw .damagedPayload(codec: "lost") },
    encoder: { _, _ throws(CodecError) in throw .damagedPayload(codec: "lost") })

  @Test("a codec without its library says which one to install, and calls nothing")
  func missingLibrary() throws {
    let absence = "liblost cannot be loaded; install Debian's package liblost1"
    #expect(Self.lost.missingLibrary?.absence == absence)
    #expect(throws: CodecError.noLibrary(absence)) {
      _ = try Self.lost.makeDecoder(for: Self.lost.format(), channels: 1)
    }
    #expect(throws: CodecError.noLibrary(absence)) {
      _ = try Self.lost.makeEncoder(for: Self.lost.format())
    }
    #expect(CodecError.noLibrary(absence).description == absence)
    #expect(Codec.all.allSatisfy { $0.missingLibrary == nil })
  }

  @Test("the packets of a codec of constant rate are whole frames of it")
  func frames() {
    let length = Self.lost.packetLength(for: Self.lost.format())
    #expect(length.allows(160) && length.allows(480) && !length.allows(80))
  }
}
