import Foundation
import TestSupport
import Testing

@Suite("Signals while a file is read", .waitsForOthers, .serialized)
struct SignalTests {
  /// Writes a trace that takes long to read: a hole of 16 GB at its end is a billion empty
  /// records.
  private func writeLongTrace(_ scratch: Scratch) throws {
    let data = try Trace("wrap.pcap").data
    try scratch.write(data, to: "long.pcap")
    let file = try FileHandle(forUpdating: scratch.url.appendingPathComponent("long.pcap"))
    try file.truncate(atOffset: 1 << 34)
    try file.close()
  }

  @Test(
    "end the reading; files are finished and the report says so",
    arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
  func interrupted(_ signal: Int32, _ status: Int32) async throws {
    let scratch = try Scratch()
    try writeLongTrace(scratch)
    let program = try scratch.start("long.pcap", "out")
    while program.isRunning, !scratch.exists("out") {
      await pause(.milliseconds(2))
    }
    await pause(.milliseconds(50))
    program.send(signal)
    let outcome = try await program.outcome()
    #expect(outcome.status == status)
    #expect(outcome.isPrefixed)
    #expect(scratch.names("out") == ["51e9a700.wav", "streams.json"])
    let report = try scratch.report()
    #expect(report.interrupted)
    #expect(report.inputs[0].packets < 1_000_000_000)
    let wave = try scratch.wave("51e9a700.wav")
    #expect(wave.frames == report.streams[0].samples)
    #expect(wave.frames == 16_000)
  }

  @Test("a trace that was read to its end is not interrupted")
  func whole() async throws {
    let scratch = try Scratch()
    #expect(try await scratch.run(Trace.path("wrap.pcap"), "out").status == 0)
    #expect(try !scratch.report().interrupted)
  }
}
