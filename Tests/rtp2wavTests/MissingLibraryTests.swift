import Foundation
import TestSupport
import Testing

@Suite("Codecs whose library is missing", .waitsForOthers)
struct MissingLibraryTests {
  /// A folder in which the loader finds an empty file first where a library should be.
  private func without(_ library: String, _ scratch: Scratch) throws -> [String: String] {
    try scratch.makeFolder("libraries")
    try scratch.write(Data(), to: "libraries/\(library)")
    let other = ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"].map { ":" + $0 } ?? ""
    return ["LD_LIBRARY_PATH": scratch.path("libraries") + other]
  }

  private static let cases: [(String, String, [String], String, String)] = [
    ("libopus.so.0", "sip-opus.pcapng", [], "111 is opus", "libopus0"),
    ("libspandsp.so.2", "sip-g722.pcapng", [], "9 is G722", "libspandsp2"),
    ("libbcg729.so.0", "sip-g722.pcapng", ["9=G729/8000"], "9 is G729", "libbcg729-0"),
    ("libopencore-amrnb.so.0", "sip-g722.pcapng", ["9=AMR/8000"], "9 is AMR", "libopencore-amrnb0"),
    ("libspeex.so.1", "sip-g722.pcapng", ["9=speex/8000"], "9 is speex", "libspeex1"),
    (
      "libopencore-amrwb.so.0", "sip-g722.pcapng", ["9=AMR-WB/16000"], "9 is AMR-WB",
      "libopencore-amrwb0"
    ),
  ]

  @Test("the stream is listed with what to install, and no file is written", arguments: cases)
  func undecoded(
    _ library: String, _ trace: String, _ rtpmaps: [String], _ name: String, _ debian: String
  ) async throws {
    let scratch = try Scratch()
    let environment = try without(library, scratch)
    let formats = rtpmaps.flatMap { ["--rtpmap", $0] }
    let outcome = try await scratch.run(
      [Trace.path(trace), "out"] + formats, environment: environment)
    #expect(outcome.status == 1)
    #expect(outcome.isPrefixed)
    #expect(outcome.says("install Debian's package \(debian)"))
    #expect(scratch.names("out") == ["streams.json"])
    let streams = try scratch.report().streams
    #expect(streams.count == 2)
    for stream in streams {
      #expect(stream.file == nil)
      #expect(
        stream.warnings.contains { $0.contains("payload type \(name), which cannot be decoded") })
    }
    let listed = try await scratch.run(
      ["streams", Trace.path(trace)] + formats, environment: environment)
    #expect(listed.says("install Debian's package \(debian)"))
  }

  @Test("other streams do without it")
  func others() async throws {
    let scratch = try Scratch()
    let environment = try without("libopus.so.0", scratch)
    let outcome = try await scratch.run(
      Trace.path("sip-g722.pcapng"), "out", environment: environment)
    #expect(outcome.status == 0)
    #expect(scratch.names("out").count == 3)
  }

  @Test("G.711 is concealed without it, too")
  func concealment() async throws {
    let scratch = try Scratch()
    let outcome = try await scratch.run(
      Trace.path("wrap.pcap"), "out", "--gaps", "conceal",
      environment: try without("libspandsp.so.2", scratch))
    #expect(outcome.status == 0)
    // The one gap of this fixture: a packet of 20 ms at 0.7 s.
    #expect(try !scratch.wave("51e9a700.wav").isSilent(5600..<5760))
    #expect(try scratch.report().streams[0].gaps.map(\.filled) == ["concealed"])
  }

  @Test("synth says what to install, and leaves nothing behind")
  func synth() async throws {
    let scratch = try Scratch()
    let outcome = try await scratch.run(
      "synth", "silence:1s", "a.pcap", "--codec", "opus",
      environment: try without("libopus.so.0", scratch))
    #expect(outcome.status == 64)
    #expect(
      outcome.says("--codec opus: libopus cannot be loaded; install Debian's package libopus0"))
    #expect(scratch.names("") == ["libraries"])
  }

  @Test("synth --srtp ends with status 69 and says what to install; in clear it needs no libgcrypt")
  func encryption() async throws {
    let scratch = try Scratch()
    let environment = try without("libgcrypt.so.20", scratch)
    let outcome = try await scratch.run(
      "synth", "silence:1s", "a.pcap", "--srtp", "AES_CM_128_HMAC_SHA1_80",
      environment: environment)
    #expect(outcome.status == 69)
    #expect(outcome.says("--srtp: libgcrypt is missing"))
    #expect(outcome.says("libgcrypt20"))
    #expect(scratch.names("") == ["libraries"])
    let clear = try await scratch.run("synth", "silence:1s", "a.pcap", environment: environment)
    #expect(clear.status == 0)
  }
}
