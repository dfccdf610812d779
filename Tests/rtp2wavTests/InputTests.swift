import Foundation
import TestSupport
import Testing

@Suite("Inputs", .waitsForOthers)
struct InputTests {
  @Test("what is no capture is status 65", arguments: ["", "no capture at all, but some text"])
  func noCapture(_ text: String) async throws {
    let scratch = try Scratch()
    try scratch.write(Data(text.utf8), to: "input")
    let outcome = try await scratch.run("input", "out")
    #expect(outcome.status == 65)
    #expect(outcome.says("input: "))
    #expect(outcome.isPrefixed)
    #expect(!scratch.exists("out"))
  }

  @Test("what cannot be opened is status 66", arguments: ["missing.pcap", ".", "wrap.pcap/x"])
  func cannotOpen(_ path: String) async throws {
    let scratch = try Scratch()
    try scratch.write(Data(), to: "wrap.pcap")
    for words in [[path, "out"], [Trace.path("wrap.pcap"), path, "out"], ["streams", path]] {
      let outcome = try await scratch.run(words)
      #expect(outcome.status == 66)
      #expect(outcome.says("\(path): "))
      #expect(outcome.isPrefixed)
      #expect(!scratch.exists("out"))
    }
  }

  @Test("a file without permission is status 66", .enabled(if: getuid() != 0))
  func forbidden() async throws {
    let scratch = try Scratch()
    try scratch.write(Trace("wrap.pcap").data, to: "secret.pcap")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0], ofItemAtPath: scratch.path("secret.pcap"))
    #expect(try await scratch.run("secret.pcap", "out").status == 66)
    #expect(!scratch.exists("out"))
  }

  @Test("a missing session description is status 66")
  func missingDescription() async throws {
    let scratch = try Scratch()
    let outcome = try await scratch.run(Trace.path("wrap.pcap"), "out", "--sdp", "missing.sdp")
    #expect(outcome.status == 66)
    #expect(outcome.lines == ["rtp2wav: missing.sdp: cannot be read"])
    #expect(!scratch.exists("out"))
  }

  @Test("a damaged record is status 65; the packets before it are used, and the report says where")
  func damaged() async throws {
    let scratch = try Scratch()
    var trace = try Trace("cn-vad.pcap")
    trace.records[60].replaceSubrange(8..<12, with: [0xff, 0xff, 0xff, 0xff])
    try scratch.write(trace.data, to: "damaged.pcap")
    let outcome = try await scratch.run("damaged.pcap", "out")
    #expect(outcome.status == 65)
    #expect(outcome.says("record 61"))
    let report = try scratch.report()
    #expect(report.inputs[0].packets == 60)
    #expect(report.inputs[0].damage?.contains("record 61") == true)
    #expect(!report.inputs[0].truncated)
    #expect(report.streams[0].packets == 60)
    #expect(try scratch.wave("51e9a700.wav").frames == report.streams[0].samples)
  }

  @Test("a trace cut short in its last record is no error, but is said")
  func cut() async throws {
    let scratch = try Scratch()
    try scratch.write(Trace("cn-vad.pcap").data.dropLast(7), to: "cut.pcap")
    let outcome = try await scratch.run("cut.pcap", "out")
    #expect(outcome.status == 0)
    #expect(outcome.says("cut.pcap: cut short"))
    let report = try scratch.report()
    #expect(report.inputs[0].truncated)
    #expect(report.inputs[0].packets == 123)
  }

  @Test("a trace without RTP is status 1, with the counts that say why")
  func nothing() async throws {
    let scratch = try Scratch()
    let outcome = try await scratch.run(Trace.path("noise-udp.pcap"), "out")
    #expect(outcome.status == 1)
    #expect(outcome.says("no RTP audio in the trace"))
    #expect(outcome.says("720 packets"))
    #expect(outcome.isPrefixed)
    #expect(scratch.names("out") == ["streams.json"])
  }

  @Test("encrypted streams without a key are status 1 and no file")
  func encrypted() async throws {
    let scratch = try Scratch()
    let outcome = try await scratch.run(Trace.path("srtp-unsignalled.pcap"), "out")
    #expect(outcome.status == 1)
    #expect(outcome.says("encrypted"))
    #expect(scratch.names("out") == ["streams.json"])
  }

  @Test("several traces, in any order, give what one gives")
  func merged() async throws {
    let scratch = try Scratch()
    let trace = try Trace("sip-g711.pcap")
    let (first, second) = (trace.records[..<150], trace.records[150...])
    try scratch.write(trace.with(first).data, to: "1.pcap")
    try scratch.write(trace.with(second).data, to: "2.pcap")
    // Not one behind the other, either: as two interfaces would have been captured.
    let odd = trace.records.indices.filter { $0 % 2 == 1 }.map { trace.records[$0] }
    let even = trace.records.indices.filter { $0 % 2 == 0 }.map { trace.records[$0] }
    try scratch.write(trace.with(odd).data, to: "odd.pcap")
    try scratch.write(trace.with(even).data, to: "even.pcap")
    #expect(try await scratch.run(Trace.path("sip-g711.pcap"), "one").status == 0)
    #expect(try await scratch.run("2.pcap", "1.pcap", "two").status == 0)
    #expect(try await scratch.run("odd.pcap", "even.pcap", "mixed").status == 0)
    #expect(scratch.names("one") == ["a11ce001.wav", "b0b00002.wav", "streams.json"])
    for name in ["a11ce001.wav", "b0b00002.wav"] {
      #expect(try scratch.data("two/\(name)") == scratch.data("one/\(name)"))
      #expect(try scratch.data("mixed/\(name)") == scratch.data("one/\(name)"))
    }
    #expect(try scratch.report("two").inputs.map(\.packets) == [second.count, first.count])
  }

  @Test(
    "packets on an interface that no block of a pcapng describes are counted; the others are used",
    arguments: [[], ["-f", "udp"]])
  func undescribedInterface(_ filter: [String]) async throws {
    let scratch = try Scratch()
    let trace = try Trace("cn-vad.pcap")
    try #require(trace.records.count > 120)
    // Every second of a hundred packets names interface 7.
    let file = Self.pcapng(trace.records) { (20..<120).contains($0) && $0 % 2 == 0 ? 7 : 0 }
    try scratch.write(Data(file), to: "a.pcapng")
    let sentence = "50 packets name an interface that no block describes; they are not read"
    for command in [
      ["extract", "a.pcapng", "out"], ["streams", "a.pcapng"], ["dtmf", "a.pcapng"],
    ] {
      let outcome = try await scratch.run(command + filter)
      #expect(outcome.status == 0)
      #expect(outcome.lines == ["rtp2wav: \(sentence)"])
    }
    let report = try scratch.report()
    #expect(report.warnings == [sentence])
    #expect(report.inputs[0].packets == trace.records.count)
    #expect(report.inputs[0].damage == nil)
    #expect(report.streams.map(\.packets).reduce(0, +) == trace.records.count - 50)
  }

  /// The records of a pcap file of Ethernet as a pcapng file that describes interface 0 alone.
  private static func pcapng(_ records: [[UInt8]], interface: (Int) -> UInt32) -> [UInt8] {
    func word(_ value: UInt32) -> [UInt8] {
      [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: value >> $0) }
    }
    func block(_ type: UInt32, _ body: [UInt8]) -> [UInt8] {
      let padded = body + [UInt8](repeating: 0, count: (4 - body.count % 4) % 4)
      let length = word(UInt32(padded.count + 12))
      return word(type) + length + padded + length
    }
    var file = block(
      0x0A0D_0D0A, word(0x1A2B_3C4D) + [1, 0, 0, 0] + [UInt8](repeating: 0xFF, count: 8))
    file += block(1, [1, 0, 0, 0] + word(0))
    for (index, record) in records.enumerated() {
      func field(_ start: Int) -> UInt64 {
        (0..<4).reduce(0) { $0 | UInt64(record[start + $1]) << (8 * UInt64($1)) }
      }
      let ticks = field(0) * 1_000_000 + field(4)
      file += block(
        6,
        word(interface(index)) + word(UInt32(ticks >> 32)) + word(UInt32(truncatingIfNeeded: ticks))
          + record[8..<16] + record[16...])
    }
    return file
  }
}
