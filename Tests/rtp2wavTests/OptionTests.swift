import Foundation
import TestSupport
import Testing

@Suite("Options of extract", .waitsForOthers)
struct OptionTests {
  private let call = Trace.path("sip-g711.pcap")

  @Test(
    "--ssrc and --host keep matching streams",
    arguments: [
      (["--ssrc", "0xa11ce001"], ["a11ce001.wav"]), (["--ssrc", "2964324354"], ["b0b00002.wav"]),
      (["--ssrc", "0xa11ce001", "--ssrc", "0xb0b00002"], ["a11ce001.wav", "b0b00002.wav"]),
      (["--host", "192.0.2.20"], ["a11ce001.wav", "b0b00002.wav"]),
      (["--host", "192.0.2.30"], []), (["--ssrc", "1"], []),
    ])
  func selection(_ options: [String], _ files: [String]) async throws {
    let scratch = try Scratch()
    let outcome = try await scratch.run([call, "out"] + options)
    #expect(outcome.status == (files.isEmpty ? 1 : 0))
    #expect(scratch.names("out") == files + ["streams.json"])
  }

  @Test(
    "--max-silence takes a time with its unit, --timeline one of three",
    arguments: [
      (["--max-silence", "5s"], 0), (["--max-silence", "250ms"], 0), (["--max-silence", "2h"], 0),
      (["--max-silence", "5"], 64), (["--max-silence", "-1s"], 64),
      (["--max-silence", "soon"], 64),
      (["--timeline", "capture"], 0), (["--timeline", "sequence"], 0),
      (["--timeline", "wall"], 64),
    ] as [([String], Int32)])
  func time(_ options: [String], _ status: Int32) async throws {
    let scratch = try Scratch()
    #expect(try await scratch.run([call, "out"] + options).status == status)
  }

  @Test(
    "--format decides the kind of file",
    arguments: [
      ("wav", "RIFF", "wav"), ("rf64", "RF64", "wav"), ("w64", "riff", "w64"),
      ("flac", "fLaC", "flac"), ("au", ".snd", "au"),
    ])
  func format(_ format: String, _ magic: String, _ suffix: String) async throws {
    let scratch = try Scratch()
    #expect(try await scratch.run(call, "out", "--format", format).status == 0)
    #expect(scratch.names("out").first == "a11ce001.\(suffix)")
    #expect(try scratch.data("out/a11ce001.\(suffix)").prefix(4) == Data(magic.utf8))
  }

  // Format tags and bytes a sample of RIFF/WAVE (RFC 2361).
  @Test(
    "--subtype decides how samples are coded",
    arguments: [("pcm16", 1, 2), ("ulaw", 7, 1), ("alaw", 6, 1), ("float", 3, 4)])
  func subtype(_ subtype: String, _ tag: Int, _ length: Int) async throws {
    let scratch = try Scratch()
    #expect(try await scratch.run(Trace.path("wrap.pcap"), "out", "--subtype", subtype).status == 0)
    let wave = try scratch.wave("51e9a700.wav")
    #expect(wave.formatTag == tag)
    #expect(wave.data.count == 16_000 * length)
  }

  @Test("--rate decides the rate of the files")
  func rate() async throws {
    let scratch = try Scratch()
    #expect(try await scratch.run(Trace.path("wrap.pcap"), "out", "--rate", "16000").status == 0)
    let wave = try scratch.wave("51e9a700.wav")
    #expect(wave.sampleRate == 16_000)
    #expect(wave.frames == 32_000)
  }

  // The one gap of this fixture: a packet of 20 ms at 0.7 s.
  @Test("--gaps close joins the ends of a gap; silence and conceal keep its length")
  func gaps() async throws {
    let scratch = try Scratch()
    for (choice, frames) in [("silence", 16_000), ("conceal", 16_000), ("close", 15_840)] {
      try? FileManager.default.removeItem(atPath: scratch.path("out"))
      #expect(try await scratch.run(Trace.path("wrap.pcap"), "out", "--gaps", choice).status == 0)
      let wave = try scratch.wave("51e9a700.wav")
      #expect(wave.frames == frames)
      #expect(wave.isSilent(5600..<5760) == (choice == "silence"))
      let filled = ["silence": "silence", "conceal": "concealed", "close": "closed"]
      #expect(try scratch.report().streams[0].gaps.map(\.filled) == [filled[choice]])
    }
  }

  // Starts after tshark: 0.652610 and 0.703216 s after the trace's first packet.
  @Test(
    "--align puts exactly as much silence in front as there is time",
    arguments: [("stream", 0, 0), ("trace", 5221, 5626), ("call", 0, 405)])
  func align(_ choice: String, _ callee: Int, _ caller: Int) async throws {
    let scratch = try Scratch()
    #expect(try await scratch.run(call, "out", "--align", choice).status == 0)
    #expect(try await scratch.run(call, "plain").status == 0)
    for (name, lead) in [("b0b00002.wav", callee), ("a11ce001.wav", caller)] {
      let wave = try scratch.wave(name)
      #expect(wave.isSilent(0..<lead))
      let plain = try StrictWAV(contents(scratch.path("plain/\(name)")))
      #expect(wave.samples.dropFirst(lead) == plain.samples[...])
    }
  }

  @Test(
    "--name makes safe, different names",
    arguments: [
      ("{n}-{codec}", ["1-PCMU.wav", "2-PCMU.wav"]), ("same", ["same-2.wav", "same.wav"]),
      (
        "../{call}/{ssrc}",
        [
          "_.._g711-1f3870be_192.0.2.10_a11ce001.wav", "_.._g711-1f3870be_192.0.2.10_b0b00002.wav",
        ]
      ),
      ("{src}", ["192.0.2.10_40000.wav", "192.0.2.20_50000.wav"]),
    ])
  func name(_ template: String, _ names: [String]) async throws {
    let scratch = try Scratch()
    #expect(try await scratch.run(call, "out", "--name", template).status == 0)
    #expect(scratch.names("out") == (names + ["streams.json"]).sorted())
    #expect(scratch.names("") == ["out"])
  }

  @Test("--events ignore leaves digits out of the audio, not out of the report")
  func events() async throws {
    let scratch = try Scratch()
    let trace = Trace.path("dtmf-events.pcap")
    for (choice, isSilent) in [("render", false), ("ignore", true)] {
      try? FileManager.default.removeItem(atPath: scratch.path("out"))
      #expect(try await scratch.run(trace, "out", "--events", choice).status == 0)
      #expect(try scratch.wave("a11ce001.wav").isSilent(2400..<3680) == isSilent)
      #expect(
        try String(decoding: scratch.data("out/streams.json"), as: UTF8.self)
          .contains("\"events\": \"1234#\""))
    }
  }

  @Test("--reorder-window 0 still gives every packet its place within 128 packets")
  func window() async throws {
    let scratch = try Scratch()
    #expect(try await scratch.run(call, "out", "--reorder-window", "0").status == 0)
    #expect(try await scratch.run(call, "plain").status == 0)
    #expect(try scratch.data("out/a11ce001.wav") == scratch.data("plain/a11ce001.wav"))
  }

  @Test("any --jobs gives the same bytes")
  func jobs() async throws {
    let scratch = try Scratch()
    for jobs in ["1", "8"] {
      let trace = Trace.path("ssrc-change.pcap")
      #expect(try await scratch.run(trace, jobs, "--jobs", jobs).status == 0)
    }
    #expect(scratch.names("1").count == 4)
    for name in scratch.names("1") {
      #expect(try scratch.data("1/\(name)") == scratch.data("8/\(name)"))
    }
  }

  // Of the lossy fixture 3 packets come late, by 1, 2 and 5 places of 20 ms.
  @Test(
    "--jitter-buffer leaves out what a receiver would have, and says how much",
    arguments: [("0", 3...209), ("90", 1...1), ("1000", 0...0)])
  func jitterBuffer(_ milliseconds: String, _ late: ClosedRange<Int>) async throws {
    let scratch = try Scratch()
    let outcome = try await scratch.run(call, "out", "--jitter-buffer", milliseconds)
    #expect(outcome.status == 0)
    let stream = try #require(try scratch.report().streams.first { $0.ssrc == "0xa11ce001" })
    #expect(late.contains(try #require(stream.lateForBuffer)))
    #expect(stream.lost == 2)
    #expect(stream.ptimeMs == 20)
  }

  @Test("--jitter-buffer takes 0 to 1000 ms", arguments: ["-1", "1001", "much"])
  func badJitterBuffer(_ milliseconds: String) async throws {
    let scratch = try Scratch()
    #expect(try await scratch.run(call, "out", "--jitter-buffer", milliseconds).status == 64)
  }

  @Test("streams.json says what placed a file", arguments: [("call", "rtcp"), ("stream", nil)])
  func alignment(_ alignment: String, _ witness: String?) async throws {
    let scratch = try Scratch()
    let outcome = try await scratch.run(
      Trace.path("rtcp/call.pcap"), "out", "--align", alignment)
    #expect(outcome.status == 0)
    #expect(try scratch.report().streams.allSatisfy { $0.alignedBy == witness })
  }
}
