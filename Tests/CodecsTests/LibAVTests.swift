import Audio
import Codecs
import TestSupport
import Testing

/// ffmpeg calls libavcodec, too, but by its headers and all that goes with them.
private let hasFFmpeg = (try? Tool.run("ffmpeg", "-version")) != nil

@Suite("iLBC and G.723.1", .enabled(if: hasFFmpeg, "ffmpeg is not installed"), .waitsForOthers)
struct LibAVTests {
  /// What ffmpeg makes of a file in a format of its.
  private func ffmpeg(_ format: String, _ bytes: [UInt8]) throws -> [Int16] {
    let folder = try TemporaryFolder()
    let path = try folder.write(bytes, to: "payloads")
    let output = [UInt8](
      try Tool.run("ffmpeg", "-f", format, "-i", path, "-f", "s16le", "-"))
    return stride(from: 0, to: output.count - 1, by: 2).map {
      Int16(bitPattern: UInt16(output[$0]) | UInt16(output[$0 + 1]) << 8)
    }
  }

  private func format(_ name: String, _ parameters: String = "") -> MediaFormat {
    MediaFormat(encodingName: name, clockRate: 8000, parameters: parameters)
  }

  /// A voice as ffmpeg's encoder codes it, in frames.
  private func codedVoice() throws -> [[UInt8]] {
    let folder = try TemporaryFolder()
    let voice = speech(frames: 24_000, channels: 1, rate: 8000)
    let bytes = voice.flatMap {
      [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)]
    }
    let path = try folder.write(bytes, to: "voice")
    let coded = [UInt8](
      try Tool.run(
        "ffmpeg", "-f", "s16le", "-ar", "8000", "-ac", "1", "-i", path, "-c:a", "g723_1", "-b:a",
        "6300", "-f", "wav", "-"))
    let mark = try #require(coded.indices.first { coded[$0...].starts(with: Array("data".utf8)) })
    return stride(from: mark + 8, to: coded.count - 23, by: 24).map { Array(coded[$0..<$0 + 24]) }
  }

  @Test("G.723.1 is what ffmpeg makes of it, with one frame a packet and three")
  func g723() throws {
    let frames = try codedVoice()
    let expected = try ffmpeg("g723_1", Array(frames.joined()))
    #expect(frames.count == 100 && expected.contains { $0.magnitude > 1000 })
    for perPacket in [1, 3] {
      let decoding = try Decoding(format("G723"))
      var found: [Int16] = []
      for start in stride(from: 0, to: frames.count, by: perPacket) {
        let packet = frames[start..<min(start + perPacket, frames.count)]
        let payload = Array(packet.joined())
        #expect(decoding.duration(of: payload) == packet.count * 240)
        found += try decoding.decode(payload)
      }
      #expect(found == expected)
    }
  }

  @Test("a description of silence goes on as frames that were not sent")
  func silence() throws {
    let voice = try codedVoice().prefix(20)
    let description: [UInt8] = [0x02, 0x40, 0x11, 0x78]
    let unsent = [[UInt8]](repeating: [3], count: 10)
    let expected = try ffmpeg("g723_1", Array((voice + [description] + unsent).joined()))
    let decoding = try Decoding(format("G723"))
    var found = try voice.flatMap { try decoding.decode($0) }
    #expect(decoding.noiseFrames() == nil)
    found += try decoding.decode(description)
    #expect(decoding.noiseFrames() == 240)
    // Not in whole frames: what is left of one comes first the next time.
    found += decoding.conceal(1000) + decoding.conceal(1400)
    #expect(found == expected)
    #expect(found.suffix(2400).contains { $0 != 0 })
  }

  @Test("a lost frame of G.723.1 sounds like the one before, and dies away")
  func lostG723() throws {
    let decoding = try Decoding(format("G723"))
    let voice = try codedVoice().prefix(40).flatMap { try decoding.decode($0) }
    let made = decoding.conceal(2400)
    let loud = { (samples: ArraySlice<Int16>) in samples.map { Int($0.magnitude) }.max() ?? 0 }
    #expect(loud(made.prefix(240)) * 4 > loud(voice.suffix(240)))
    #expect(loud(made.prefix(480)) < 2 * loud(voice.suffix(240)))
    #expect(made.dropFirst(480).allSatisfy { $0 == 0 })
  }

  /// A file of iLBC's own kind that begins with silence, as our decoder does.
  private func file(_ mode: Int, _ frames: [[UInt8]], silence: String) -> [UInt8] {
    let digits = Array(silence.utf8).map { UInt8(String(UnicodeScalar($0)), radix: 16) ?? 0 }
    let first = stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    return Array("#!iLBC\(mode)\n".utf8) + first + frames.joined()
  }

  @Test(
    "iLBC is what ffmpeg makes of it behind a frame of silence, whatever its fmtp says",
    arguments: [20, 30], ["", "mode=20", "mode=30"])
  func ilbc(_ mode: Int, _ said: String) throws {
    var random = Randomness(seed: UInt64(mode))
    let size = mode == 20 ? 38 : 50
    // The last bit says that a frame is empty.
    let frames = (0..<60).map { _ in
      (0..<size).map { $0 == size - 1 ? 0 : UInt8.random(in: 0...255, using: &random) }
    }
    let silence =
      mode == 20
      ? "ffa6340160425555249249249241ccccccccf3cf3cf3cf3cf3cf3cf3e68b8227ee0101011616"
      : "ffa63ffa6320300c492480000000001600a28210cf3cf3cf3ffffffffffffffffffff622c571e3e02032900a894161614050"
    let expected = try ffmpeg("ilbc", file(mode, frames, silence: silence)).dropFirst(8 * mode)
    #expect(expected.count == 60 * 8 * mode && expected.contains { $0.magnitude > 100 })
    let decoding = try Decoding(format("iLBC", said))
    #expect(try frames.flatMap { try decoding.decode($0) } == Array(expected))
    let first = frames[0]
    let remark = decoding.codec.remark(on: first.span, of: decoding.format)
    let isWrong = !said.isEmpty && said != "mode=\(mode)"
    #expect(
      remark == (isWrong ? "its payloads are of mode \(mode), and its fmtp says \(50 - mode)" : nil)
    )
  }

  @Test("a lost frame of iLBC sounds like the one before, and dies away", arguments: [20, 30])
  func lostILBC(_ mode: Int) throws {
    var random = Randomness(seed: UInt64(mode))
    let size = mode == 20 ? 38 : 50
    let decoding = try Decoding(format("iLBC"))
    var last: [Int16] = []
    for _ in 0..<20 {
      last = try decoding.decode(
        (0..<size).map { $0 == size - 1 ? 0 : UInt8.random(in: 0...255, using: &random) })
    }
    let loud = { (samples: ArraySlice<Int16>) in samples.map { Int($0.magnitude) }.max() ?? 0 }
    let made = decoding.conceal(8000)
    #expect(loud(made.prefix(8 * mode)) * 10 > loud(last[...]))
    #expect(loud(made.suffix(4000)) * 20 < loud(last[...]))
  }

  @Test("a length that both modes have is of the one that the fmtp says")
  func bothModes() throws {
    let payload = [UInt8](repeating: 0, count: 950)
    #expect(try Decoding(format("iLBC")).duration(of: payload) == 19 * 240)
    #expect(try Decoding(format("iLBC", "mode=20")).duration(of: payload) == 25 * 160)
    #expect(try Decoding(format("iLBC")).duration(of: Array(payload.dropLast())) == nil)
  }
}
