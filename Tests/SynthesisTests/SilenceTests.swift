import Audio
import Foundation
import Playout
import Reporting
import Synthesis
import TestSupport
import Testing

@Suite("Silence of made streams", .waitsForOthers)
struct SilenceTests {
  @Test("silence is suppressed, or described by comfort noise", arguments: [false, true])
  func silence(_ isNoise: Bool) throws {
    var media = media()
    media.silence = isNoise ? .noise : .suppress
    var audio = try tone(1)
    audio.segments += [.silence(1)] + (try tone(1).segments)
    let trace = try Trace(audio, media)
    let rows = try trace.fields("rtp.p_type", "rtp.marker", "rtp.timestamp", "rtp.payload")
    let sound = rows.filter { $0[0] == "0" }
    #expect(sound.count == 100)
    #expect(sound.indices.filter { sound[$0][1] == "1" } == [0, 50])
    #expect((Int(sound[50][2]) ?? 0) - (Int(sound[49][2]) ?? 0) == 8160)
    let noise = rows.filter { $0[0] == "13" }
    #expect(noise.count == (isNoise ? 5 : 0))
    #expect(noise.allSatisfy { $0[3] == "7f" })
    #expect(try trace.extract().streams.first?.file?.frames == 24_000)
  }

  static let clocks: [(MediaOptions, String)] = [
    (media(), "13 CN/8000"), (media("G722", type: 9), "13 CN/8000"),
    (media("L16", clock: 16_000, type: 96), "97 CN/16000"),
    (media("L16", clock: 32_000, type: 97), "96 CN/32000"),
  ]

  @Test(
    "comfort noise has the audio's clock, and is heard as loud as what it stands for",
    arguments: clocks)
  func comfortNoise(_ media: MediaOptions, _ map: String) throws {
    var media = media
    media.silence = .noise
    var audio = try tone(1)
    audio.segments.append(try PromptSegment(parsing: "noise:white,for=2s,level=-60"))
    audio.segments += try tone(1).segments
    let trace = try Trace(audio, media) { $0.signals = true }
    let maps = try trace.fields("sdp.media_attr", filter: "sip.Method == INVITE").joined().joined()
    #expect(maps.contains("rtpmap:\(map)"), "\(maps)")
    let report = try trace.extract()
    #expect(report.streams.first?.formats.contains { $0.format?.encodingName == "CN" } == true)
    let stream = try #require(report.streams.first)
    let rate = try #require(stream.played?.sampleRate)
    let samples = try Prompt([.file(try trace.audio(stream))]).render(sampleRate: rate)
    #expect(samples.count == 4 * rate)
    let noise = Spectrum(samples[rate * 11 / 10..<rate * 29 / 10], rate).level
    #expect(abs(noise + 60) < 1, "\(noise)")
  }

  @Test("Opus leaves out what it makes of silence, and says when it speaks again")
  func discontinuous() throws {
    var media = media("opus", clock: 48_000, type: 111)
    media.format = MediaFormat(encodingName: "opus", clockRate: 48_000, parameters: "usedtx=1")
    let speech = [try PromptSegment(parsing: "noise:speech,for=2s,level=-20")]
    let trace = try Trace(Prompt(speech + [.silence(4)] + speech), media) { $0.signals = true }
    let rows = try trace.fields("rtp.marker", "rtp.timestamp", "udp.length", filter: "rtp")
    #expect((200...320).contains(rows.count), "\(rows.count)")
    // 8 bytes of UDP, 12 of RTP.
    #expect(rows.allSatisfy { Int($0[2]) ?? 0 > 22 })
    let stream = try #require(trace.extract().streams.first)
    #expect(stream.lost == 0)
    #expect(stream.file?.frames == 384_000)
    let spoken = rows.indices.filter { rows[$0][0] == "1" }
    let pauses = zip(rows, rows.dropFirst()).filter { (Int($1[1]) ?? 0) - (Int($0[1]) ?? 0) != 960 }
    #expect(spoken.count == pauses.count + 1)
  }
}
