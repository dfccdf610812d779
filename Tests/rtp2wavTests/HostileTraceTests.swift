import Foundation
import TestSupport
import Testing

@Suite("Hostile traces", .waitsForOthers)
struct HostileTraceTests {
  @Test("no byte of a trace is a command to the terminal")
  func terminal() async throws {
    let scratch = try Scratch()
    // ESC, the C1 control CSI as UTF-8 and as a lone byte, BEL, DEL; a line end in a name.
    let trace = try Trace("sip-g711.pcap").data
      .replacing(
        "g711-1f3870be", with: [0x1b, 0x5b, 0x32, 0x4a, 0xc2, 0x9b, 0x9b, 7, 0x7f, 65, 66, 67, 68]
      )
      .replacing("\"Alice\"", with: Array("\"\u{1b}]0;\u{7}\"".utf8).prefix(7).map { $0 })
      .replacing("PCMU/8000", with: Array("P\u{1b}[1m/800".utf8))
    try scratch.write(trace, to: "evil\u{1b}[31m\n.pcap")
    for options in [
      ["-v"], ["--json"], ["--name", "{call}{codec}"], ["--ssrc", "5"], ["--color", "always"],
    ] {
      try? FileManager.default.removeItem(atPath: scratch.path("out"))
      let outcome = try await scratch.run(["evil\u{1b}[31m\n.pcap", "out"] + options)
      #expect([0, 1].contains(outcome.status))
      #expect(outcome.isPrefixed)
      var texts = [outcome.output, outcome.errors, try scratch.data("out/streams.json")]
      texts += scratch.names("out").map { Data($0.utf8) }
      for text in texts {
        let shown = String(decoding: text, as: UTF8.self).withoutColor.unicodeScalars
        #expect(shown.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control })
      }
    }
    let missing = try await scratch.run("no\u{1b}[31m\nfile", "out")
    #expect(missing.lines == ["rtp2wav: no\\u{1b}[31m\\u{a}file: No such file or directory"])
  }

  @Test("more streams than descriptors are no problem")
  func descriptors() async throws {
    let scratch = try Scratch()
    let trace = try Trace("wrap.pcap")
    let records = trace.records.prefix(20).flatMap { record in
      (1...200).map { Trace.rename(record, ssrc: UInt32($0)) }
    }
    try scratch.write(trace.with(records).data, to: "many.pcap")
    let outcome = try await scratch.shell("ulimit -n 32; exec \"$0\" many.pcap out -q --jobs 4")
    #expect(outcome.status == 0)
    #expect(scratch.names("out").count == 201)
    #expect(try scratch.wave("000000c8.wav").frames >= 19 * 160)
  }

  @Test("ten thousand streams that all begin at once are found")
  func manyAtOnce() async throws {
    let scratch = try Scratch()
    let trace = try Trace("wrap.pcap")
    var data = Data(trace.header)
    for record in trace.records.prefix(8) {
      for ssrc in 0..<10_000 {
        let position = data.count + Trace.rtp + 8
        data += record
        data[position + 2] = UInt8(ssrc >> 8)
        data[position + 3] = UInt8(ssrc & 255)
      }
    }
    try scratch.write(data, to: "many.pcap")
    let outcome = try await scratch.run("streams", "many.pcap")
    #expect(outcome.status == 0)
    #expect(outcome.text.split(separator: "\n").count == 10_001)
  }

  @Test("capture times that go back and forth make no silence beyond what the trace lasts")
  func backAndForth() async throws {
    let scratch = try Scratch()
    let trace = try Trace("cn-vad.pcap")
    var records = trace.records
    for index in records.indices.dropFirst(20) {
      records[index] = Trace.delay(records[index], index % 2 == 0 ? 0 : 1000)
      // A timestamp that nothing bears out, so that capture time decides.
      records[index][Trace.rtp + 4] = UInt8(truncatingIfNeeded: index * 37)
    }
    try scratch.write(trace.with(records).data, to: "clock.pcap")
    #expect(try await scratch.run("clock.pcap", "out").status == 0)
    let samples = try #require(scratch.report().streams[0].samples)
    #expect(samples < 8000 * (1000 + 70))
  }

  @Test("a stream years after the trace's start is not aligned, and says so")
  func lead() async throws {
    let scratch = try Scratch()
    var trace = try Trace("wrap.pcap")
    trace.records[0] = Trace.delay(trace.records[0], -1_000_000_000)
    trace.records[0][Trace.rtp] = 0
    try scratch.write(trace.data, to: "early.pcap")
    #expect(try await scratch.run("early.pcap", "out", "--align", "trace").status == 0)
    let stream = try scratch.report().streams[0]
    #expect(stream.samples == 15_840)
    #expect(stream.warnings.contains { $0.contains("more than a week") })
  }
}
