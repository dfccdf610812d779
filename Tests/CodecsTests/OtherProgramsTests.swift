import Audio
import Codecs
import TestSupport
import Testing

@Suite("Codecs beside other programs", .waitsForOthers)
struct OtherProgramsTests {
  private static let hasSox = (try? Tool.run("sox", "--version")) != nil
  private static let hasFFmpeg = (try? Tool.run("ffmpeg", "-version")) != nil

  /// The codec's payloads of a voice in a row, and what we make of them.
  private func decoded(_ name: String) throws -> (bytes: [UInt8], samples: [Int16]) {
    let coding = try #require(Coding.all.first { $0.name == name })
    let payloads = try coding.encoded(coding.packets(.voice))
    let decoding = try Decoding(coding.format, conceals: false)
    return (Array(payloads.joined()), try payloads.flatMap { try decoding.decode($0) })
  }

  private func samples(_ words: [String], reading bytes: [UInt8]) throws -> [Int16] {
    let folder = try TemporaryFolder()
    let path = try folder.write(bytes, to: "payloads")
    let output = [UInt8](try Tool.run(words.map { $0 == "payloads" ? path : $0 }))
    return stride(from: 0, to: output.count - 1, by: 2).map {
      Int16(bitPattern: UInt16(output[$0]) | UInt16(output[$0 + 1]) << 8)
    }
  }

  @Test("GSM is that of sox, which calls libgsm", .enabled(if: hasSox, "sox is not installed"))
  func soxGSM() throws {
    let (bytes, expected) = try decoded("GSM")
    let found = try samples(["sox", "-t", "gsm", "payloads", "-t", "s16", "-"], reading: bytes)
    #expect(found == expected)
  }

  @Test("and that of ffmpeg, which has its own", .enabled(if: hasFFmpeg, "ffmpeg is not installed"))
  func ffmpegGSM() throws {
    let (bytes, expected) = try decoded("GSM")
    let found = try samples(
      ["ffmpeg", "-f", "gsm", "-i", "payloads", "-f", "s16le", "-"], reading: bytes)
    #expect(found == expected)
  }

  // Floating point in one, in the other, too, but not in the same order.
  @Test("LPC-10 is that of sox, but for the last bit", .enabled(if: hasSox, "sox is not installed"))
  func soxLPC() throws {
    let (bytes, expected) = try decoded("LPC")
    let found = try samples(["sox", "-t", "lpc10", "payloads", "-t", "s16", "-"], reading: bytes)
    #expect(found.count == expected.count)
    #expect(zip(found, expected).allSatisfy { abs(Int($0) - Int($1)) <= 1 })
    #expect(expected.contains { $0.magnitude > 500 })
  }

  // 40 kbit/s is left out: there ffmpeg's decoder is far from the vectors of ITU-T, and libspandsp's is not.
  @Test(
    "G.726 is near that of ffmpeg", .enabled(if: hasFFmpeg, "ffmpeg is not installed"),
    arguments: [16, 24, 32], ["", "AAL2-"])
  func ffmpegG726(_ kilobits: Int, _ order: String) throws {
    let (bytes, expected) = try decoded("\(order)G726-\(kilobits)")
    let format = order.isEmpty ? "g726le" : "g726"
    let found = try samples(
      [
        "ffmpeg", "-f", format, "-code_size", "\(kilobits / 8)", "-i", "payloads", "-f", "s16le",
        "-",
      ], reading: bytes)
    let power = expected.reduce(0.0) { $0 + Double($1) * Double($1) }
    let noise = zip(found, expected).reduce(0.0) { sum, pair in
      let difference = Double(pair.0) - Double(pair.1)
      return sum + difference * difference
    }
    #expect(found.count == expected.count)
    #expect(noise * 100 < power)
  }
}
