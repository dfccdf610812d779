import Audio
import DTMFAnalysis
import Extraction
import Foundation
import Playout
import Reporting
import SoundFile
import TestSupport
import Testing

@Suite("Digits in and beside files")
struct DigitsInFilesTests {
  typealias Press = PhoneTrace.Press

  private func run(_ phone: PhoneTrace, _ change: (inout ExtractionOptions) -> Void) throws -> Run {
    let path = try phone.trace.write()
    defer { try? FileManager.default.removeItem(atPath: path) }
    var options = ExtractionOptions()
    change(&options)
    return try Run([path], options)
  }

  private func document(_ run: Run) throws -> [String: Any] {
    let object = try JSONSerialization.jsonObject(with: run.data("streams.json"))
    let streams = (object as? [String: Any])?["streams"] as? [[String: Any]]
    return try #require(streams?.first?["dtmf"] as? [String: Any])
  }

  @Test("--detect hears the audio, not what is rendered over it")
  func detect() throws {
    var phone = PhoneTrace()
    (phone.tones, phone.events) = ([Press("7", 0.3)], [Press("8", 1)])
    let dtmf = try document(try run(phone) { $0.playout.detectsDigits = true })
    #expect(dtmf["inband"] as? String == "7")
    #expect(dtmf["events"] as? String == "8")
    #expect(dtmf["check"] as? String == "found")
  }

  @Test("without --detect in-band digits are unmeasured, and without digits nothing is checked")
  func undetected() throws {
    let dtmf = try document(try run(PhoneTrace()) { _ in })
    #expect(dtmf["inband"] is NSNull)
    #expect(dtmf["check"] as? String == "none")
  }

  @Test("a digit that cannot be heard in the file is missing")
  func missing() throws {
    var phone = PhoneTrace()
    phone.events = [Press("8", 0.3, 0.02)]
    #expect(try document(try run(phone) { _ in })["check"] as? String == "missing")
  }

  @Test("nothing is rendered where the audio holds the tone already")
  func alreadyThere() throws {
    var phone = PhoneTrace()
    (phone.tones, phone.events) = ([Press("5", 0.5)], [Press("5", 0.5)])
    let rendered = try run(phone) { _ in }
    let plain = try run(phone) { $0.playout.rendersEvents = false }
    let name = "00000007.wav"
    #expect(try rendered.audio(name).samples == plain.audio(name).samples)
    #expect(try document(rendered)["check"] as? String == "found")
  }

  @Test("where the audio holds only the start of the tone, the rest is rendered")
  func remnant() throws {
    var phone = PhoneTrace()
    (phone.tones, phone.events) = ([Press("5", 0.5, 0.04)], [Press("5", 0.5)])
    let samples = try run(phone) { _ in }.audio("00000007.wav").samples
    let power = { (range: Range<Int>) in
      samples[range].reduce(0.0) { $0 + Double($1) * Double($1) } / Double(range.count)
    }
    // Tones of -10 dBm0 each, then an event of -10 dBm0 in all: 3 dB less.
    #expect(abs(10 * log10(power(4000..<4320) / power(4400..<5200)) - 3) < 0.5)
    #expect(power(5300..<6000) < 100)
  }

  @Test("--markers: a label track, and cue points with labels that libsndfile steps over")
  func markers() throws {
    var phone = PhoneTrace()
    (phone.events, phone.lost) = ([Press("5", 0.5)], [60])
    let run = try run(phone) { $0.writesMarkers = true }
    #expect(run.names == ["00000007.txt", "00000007.wav", "streams.json"])
    #expect(
      String(decoding: try run.data("00000007.txt"), as: UTF8.self)
        == "0.500000\t0.660000\t5\n1.200000\t1.220000\tlost\n")
    #expect(try run.audio("00000007.wav").samples.count == 16_000)
    let chunks = try StrictWAV([UInt8](run.data("00000007.wav"))).chunks
    #expect(chunks.map(\.name) == ["fmt ", "data", "cue ", "LIST"])
    let cue = Array(chunks[2].content)
    #expect(cue.prefix(4) == [2, 0, 0, 0])
    // Frame 4000 is 0x0fa0.
    #expect(
      cue[4..<28] == [1, 0, 0, 0, 0xa0, 0x0f, 0, 0, 0x64, 0x61, 0x74, 0x61] + [0, 0, 0, 0]
        + [0, 0, 0, 0, 0xa0, 0x0f, 0, 0])
    #expect(chunks[3].content.starts(with: "adtllabl".utf8))
  }

  @Test("audio files are listened to channel by channel")
  func channels() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("a.wav")
    var writer = try SoundFileWriter(
      creating: path, format: SoundFileFormat(sampleRate: 16_000, channels: 2))
    let right = [Press("1", 0.2), Press("D", 0.5)]
    var samples: [Int16] = []
    for frame in 0..<16_000 {
      samples.append(0)
      samples.append(Int16(PhoneTrace.sample(right, Double(frame) / 16_000)))
    }
    try writer.write(samples.span)
    try writer.finish()
    let channels = try DTMFReport.Stream.listen(to: path)
    #expect(channels.map { $0.digits.inband.map(\.digit).text } == ["", "1D"])
    #expect(channels.map(\.channel) == [0, 1])
  }

  @Test("headerless G.711 is known by its name", arguments: ["ulaw", "ul"])
  func headerless(ending: String) throws {
    let folder = try TemporaryFolder()
    let presses = [Press("4", 0.2), Press("2", 0.5)]
    let bytes = (0..<8000).map { PhoneTrace.mulaw(PhoneTrace.sample(presses, Double($0) / 8000)) }
    let path = try folder.write(bytes, to: "a.\(ending)")
    let channels = try DTMFReport.Stream.listen(to: path)
    #expect(channels.map { $0.digits.inband.map(\.digit).text } == ["42"])
    #expect(abs(channels[0].digits.inband[0].interval.start - 0.2) < 0.004)
  }
}
