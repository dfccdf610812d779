import Foundation
import TestSupport
import Testing

@Suite("Usage errors", .waitsForOthers)
struct UsageTests {
  private static let trace = Trace.path("wrap.pcap")

  /// The words of a command line, and what the message says.
  static let mistakes: [([String], String)] = [
    ([], "missing TRACE and OUTDIR"),
    ([trace], "missing OUTDIR"),
    (["--bogus"], "Unknown option '--bogus'"),
    (["--bogus", trace, "out"], "Unknown option '--bogus'"),
    ([trace, "out", "--jsn"], "Did you mean '--json'?"),
    (["streams", trace, "--overwrite"], "Unknown option '--overwrite'"),
    (["streams"], "missing TRACE"),
    ([trace, trace], "last argument must be the output directory"),
    ([trace, "/dev/null"], "last argument must be the output directory"),
    ([trace, "-"], "last argument must be the output directory"),
    ([trace, ""], "last argument must be the output directory"),
    (["-", "-", "out"], "standard input (-) can be read only once"),
    (["streams", "-", "-"], "standard input (-) can be read only once"),
    (["steams", trace], "did you mean 'streams'?"),
    (["Extrcat", trace, "out"], "did you mean 'extract'?"),
    ([trace, "out", "--format", "flac", "--subtype", "ulaw"], "flac file cannot hold ulaw"),
    ([trace, "out", "--format", "mp3"], "'mp3' is invalid for '--format"),
    ([trace, "out", "--subtype", "pcm32"], "'pcm32' is invalid for '--subtype"),
    ([trace, "out", "--gaps", "noise"], "'noise' is invalid for '--gaps"),
    ([trace, "out", "--align", "left"], "'left' is invalid for '--align"),
    ([trace, "out", "--color", "red"], "'red' is invalid for '--color"),
    ([trace, "out", "--progress", "slow"], "'slow' is invalid for '--progress"),
    ([trace, "out", "--rtpmap", "128=PCMU/8000"], "128=PCMU/8000"),
    ([trace, "out", "--rtpmap", "opus"], "not a payload type mapping: 'opus'"),
    ([trace, "out", "--fmtp", "useinbandfec=1"], "not format parameters: 'useinbandfec=1'"),
    ([trace, "out", "--sdp", trace], "not a session description"),
    ([trace, "out", "--ssrc", "0x100000000"], "an SSRC is"),
    ([trace, "out", "--ssrc", "-1"], "--ssrc"),
    ([trace, "out", "--host", "10.0.0.1:4000"], "not an IPv4 or IPv6 address"),
    ([trace, "out", "--rate", "3999"], "--rate takes 4000 to 192000 Hz"),
    ([trace, "out", "--rate", "-8000"], "--rate takes 4000 to 192000 Hz"),
    ([trace, "out", "--rate", "x"], "'x' is invalid for '--rate"),
    ([trace, "out", "--rate"], "Missing value for '--rate"),
    ([trace, "out", "--jobs", "0"], "--jobs takes 1 to 256"),
    ([trace, "out", "--reorder-window", "-1"], "--reorder-window takes 0 to 3600"),
    ([trace, "out", "--reorder-window", "nan"], "--reorder-window takes 0 to 3600"),
    ([trace, "out", "--name", "{ssrc}{x}"], "--name does not know {x}"),
    (["--rate", "16000", "streams", trace], "Unknown option '--rate'"),
  ]

  @Test("are status 64, say what is wrong and write nothing", arguments: mistakes)
  func mistake(_ words: [String], _ message: String) async throws {
    let scratch = try Scratch()
    let outcome = try await scratch.run(words)
    #expect(outcome.status == 64)
    #expect(outcome.says(message), "\(outcome.lines)")
    #expect(outcome.says("see 'rtp2wav"))
    #expect(outcome.isPrefixed)
    #expect(outcome.output.isEmpty)
    #expect(scratch.names("").isEmpty)
  }

  private static let script = "/usr/bin/script"

  @Test(
    "a capture is not awaited from a terminal",
    .enabled(if: FileManager.default.isExecutableFile(atPath: script)))
  func terminal() async throws {
    let scratch = try Scratch()
    let outcome = try await scratch.shell("\(Self.script) -qec \"$0 - out\" /dev/null")
    #expect(outcome.status == 64)
    #expect(outcome.text.contains("standard input is a terminal"))
    #expect(scratch.names("").isEmpty)
  }
}
