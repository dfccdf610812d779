import Foundation
import TestSupport
import Testing

@Suite("Outputs", .waitsForOthers)
struct OutputTests {
  private let trace = Trace.path("wrap.pcap")

  @Test(
    "files of an earlier run are status 73, and are replaced only on request",
    arguments: [
      "streams.json", "51e9a700.wav", "0badcafe-2.flac", "51e9a700.wav.part", "call-1.wav",
    ])
  func exists(_ name: String) async throws {
    let scratch = try Scratch()
    try scratch.makeFolder("out")
    try scratch.write(Data("old".utf8), to: "out/\(name)")
    let outcome = try await scratch.run(trace, "out")
    #expect(outcome.status == 73)
    #expect(outcome.says("out: already holds \(name)"))
    #expect(outcome.says("--overwrite"))
    #expect(scratch.names("out") == [name])
    #expect(try scratch.data("out/\(name)") == Data("old".utf8))
    #expect(try await scratch.run(trace, "out", "--overwrite").status == 0)
    #expect(try scratch.wave("51e9a700.wav").frames == 16_000)
    #expect(try scratch.report().streams.count == 1)
    #expect(!scratch.exists("out/51e9a700.wav.part"))
  }

  @Test("files of others are left alone")
  func others() async throws {
    let scratch = try Scratch()
    try scratch.makeFolder("out")
    let names = ["notes.txt", "music.wav", "download.part"]
    for name in names { try scratch.write(Data("mine".utf8), to: "out/\(name)") }
    #expect(try await scratch.run(trace, "out").status == 0)
    for name in names { #expect(try scratch.data("out/\(name)") == Data("mine".utf8)) }
  }

  @Test(
    "a folder that cannot be made is status 73",
    arguments: ["/dev/null/out", "/proc/rtp2wav", "file/out"])
  func cannotCreate(_ folder: String) async throws {
    let scratch = try Scratch()
    try scratch.write(Data(), to: "file")
    let outcome = try await scratch.run(trace, folder)
    #expect(outcome.status == 73)
    #expect(outcome.says("\(folder): cannot be created"))
    #expect(outcome.isPrefixed)
  }

  @Test("a folder is made with its parents")
  func parents() async throws {
    let scratch = try Scratch()
    #expect(try await scratch.run(trace, "a/b/c/").status == 0)
    #expect(scratch.names("a/b/c") == ["51e9a700.wav", "streams.json"])
  }

  @Test("no symbolic link is written through", arguments: ["51e9a700.wav.part", "51e9a700.wav"])
  func links(_ name: String) async throws {
    let scratch = try Scratch()
    try scratch.makeFolder("out")
    try scratch.write(Data("precious".utf8), to: "victim")
    for target in ["victim", "new"] {
      try scratch.makeLink("out/\(name)", to: scratch.path(target))
      #expect(try await scratch.run(trace, "out").status == 73)
      #expect(try await scratch.run(trace, "out", "--overwrite").status == 0)
      #expect(try scratch.data("victim") == Data("precious".utf8))
      #expect(!scratch.exists("new"))
      let kind = try FileManager.default.attributesOfItem(
        atPath: scratch.path("out/51e9a700.wav"))[.type]
      #expect(kind as? FileAttributeType == .typeRegular)
      #expect(scratch.names("out") == ["51e9a700.wav", "streams.json"])
      try FileManager.default.removeItem(atPath: scratch.path("out"))
      try scratch.makeFolder("out")
    }
  }

  @Test("a full disk is status 74, and what was written stays playable")
  func diskFull() async throws {
    let scratch = try Scratch()
    let outcome = try await scratch.shell(
      "ulimit -f 12; exec \"$0\" \"$@\"", Trace.path("sip-g711.pcap"), "out")
    #expect(outcome.status == 74)
    #expect(outcome.says("writing failed"))
    #expect(outcome.isPrefixed)
    #expect(scratch.names("out") == ["a11ce001.wav", "b0b00002.wav", "streams.json"])
    for stream in try scratch.report().streams {
      let wave = try scratch.wave(#require(stream.file))
      #expect(wave.frames == stream.samples)
      #expect(wave.frames == (12 * 1024 - 44) / 2)
    }
  }

  @Test("where no temporary file can be made, every packet that was read is in the report")
  func spoolFailure() async throws {
    let scratch = try Scratch()
    let trace = try Trace("wrap.pcap")
    var data = Data(trace.header)
    // More than waits in memory.
    for record in trace.records.prefix(40) {
      for ssrc in 1...3000 { data += Trace.rename(record, ssrc: UInt32(ssrc)) }
    }
    try scratch.write(data, to: "many.pcap")
    let outcome = try await scratch.shell("TMPDIR=/nowhere exec \"$0\" many.pcap out -q")
    #expect(outcome.status == 74)
    #expect(outcome.says("cannot create a temporary file in /nowhere"))
    let document = try JSONSerialization.jsonObject(with: scratch.data("out/streams.json"))
    let report = try #require(document as? [String: Any])
    let packets = try #require(report["packets"] as? [String: Any])
    let rejected = try #require(packets["rejected"] as? [String: Int])
    let streams = try #require(report["streams"] as? [[String: Any]])
    let rtp = try #require(packets["rtp"] as? Int)
    #expect(packets["udp"] as? Int == rtp + (rejected["not_rtp"] ?? 0))
    #expect(streams.reduce(0) { $0 + ($1["packets"] as? Int ?? 0) } == rtp)
    #expect(rtp > 10_000)
  }

  @Test("an answer that cannot be written is status 74; a reader that has gone is told nothing")
  func answer() async throws {
    let scratch = try Scratch()
    for option in ["--json", "--color=never"] {
      let full = try await scratch.shell("\"$0\" streams \"$@\" >/dev/full", trace, option)
      #expect(full.status == 74)
      #expect(full.lines.count == 1)
      #expect(full.says("standard output: "))
    }
    let gone = try await scratch.shell("\"$0\" streams \"$@\" | true; exit ${PIPESTATUS[0]}", trace)
    #expect([0, 74].contains(gone.status))
    #expect(gone.lines.isEmpty)
  }

  @Test("standard streams that are closed or full do no harm")
  func closedStreams() async throws {
    let scratch = try Scratch()
    #expect(try await scratch.run(trace, "whole").status == 0)
    for (number, redirection) in [">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"].enumerated() {
      let outcome = try await scratch.shell(
        "exec \"$0\" \"$@\" -v --progress always \(redirection)", trace, "out\(number)")
      #expect(outcome.status == 0)
      let file = "\(number)/51e9a700.wav"
      #expect(try scratch.data("out\(file)") == scratch.data("whole/51e9a700.wav"))
    }
    #expect(try await scratch.shell("exec \"$0\" --bogus 2>/dev/full").status == 64)
  }
}
