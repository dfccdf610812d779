import Foundation
import TestSupport
import Testing

@Suite("A capture from a pipe", .waitsForOthers, .serialized)
struct PipeTests {
  /// What a run made of a file is what it makes of the same bytes from a pipe.
  private func expectWhole(_ scratch: Scratch, _ trace: String) async throws {
    #expect(try await scratch.run(Trace.path(trace), "whole").status == 0)
    let names = scratch.names("whole").filter { $0.hasSuffix(".wav") }
    #expect(!names.isEmpty)
    #expect(scratch.names("out") == scratch.names("whole"))
    for name in names { #expect(try scratch.data("out/\(name)") == scratch.data("whole/\(name)")) }
  }

  @Test(
    "gives what a file gives, whatever comes at once",
    arguments: ["sip-g711.pcap", "sip-opus.pcapng"], [1, 61, 4096])
  func pieces(_ trace: String, _ length: Int) async throws {
    let scratch = try Scratch()
    let outcome = try await scratch.shell(
      "dd if=\"$1\" ibs=4096 obs=\(length) status=none | \"$0\" - out", Trace.path(trace))
    #expect(outcome.status == 0)
    #expect(outcome.lines.isEmpty)
    try await expectWhole(scratch, trace)
    #expect(try scratch.report().inputs[0].path == "-")
  }

  @Test("merges with files")
  func merged() async throws {
    let scratch = try Scratch()
    let trace = try Trace("sip-g711.pcap")
    try scratch.write(trace.with(trace.records[..<200]).data, to: "1.pcap")
    try scratch.write(trace.with(trace.records[200...]).data, to: "2.pcap")
    #expect(try await scratch.shell("cat 2.pcap | \"$0\" 1.pcap - out").status == 0)
    try await expectWhole(scratch, "sip-g711.pcap")
  }

  /// A pipe that has brought enough of a trace to be played, and stays open.
  private func openPipe(_ scratch: Scratch) throws -> (RunningProgram, Pipe, rest: Data) {
    let trace = try Trace("recorded-ffmpeg-g722.pcap")
    let records = (0..<4).flatMap { copy in
      trace.records.map { Trace.delay($0, copy * 5) }
    }
    let data = trace.with(records).data
    let cut = data.count * 3 / 4
    let pipe = Pipe()
    let program = try scratch.start("-", "out", input: pipe)
    try pipe.fileHandleForReading.close()
    try pipe.fileHandleForWriting.write(contentsOf: data.prefix(cut))
    return (program, pipe, data.suffix(from: cut))
  }

  /// Waits, as long as a machine under load may need, for a file that grows to be valid.
  private func growingWave(
    _ scratch: Scratch, meanwhile: () throws -> Void = {}
  ) async throws -> StrictWAV? {
    let start = ContinuousClock.now
    while start.duration(to: .now) < .seconds(10) {
      if let wave = try? scratch.wave("3456789a.wav.part"), wave.frames > 8000 { return wave }
      try meanwhile()
      await pause(.milliseconds(20))
    }
    return nil
  }

  @Test("fills files that are valid while the pipe is silent")
  func silent() async throws {
    let scratch = try Scratch()
    let (program, pipe, rest) = try openPipe(scratch)
    #expect(try await growingWave(scratch) != nil)
    #expect(scratch.names("out") == ["3456789a.wav.part"])
    try pipe.fileHandleForWriting.write(contentsOf: rest)
    try pipe.fileHandleForWriting.close()
    #expect(try await program.outcome().status == 0)
    #expect(try scratch.wave("3456789a.wav").frames == scratch.report().streams[0].samples)
  }

  @Test("fills files that are valid while the pipe never falls silent")
  func busy() async throws {
    let scratch = try Scratch()
    let (program, pipe, rest) = try openPipe(scratch)
    var position = rest.startIndex
    let wave = try await growingWave(scratch) {
      let end = min(position + 20, rest.endIndex)
      try pipe.fileHandleForWriting.write(contentsOf: rest[position..<end])
      position = end
    }
    #expect(wave != nil)
    #expect(position < rest.endIndex)
    try pipe.fileHandleForWriting.close()
    #expect(try await program.outcome().status == 0)
  }

  @Test("the first SIGINT waits for the writer, and nothing of it is lost")
  func firstInterrupt() async throws {
    let scratch = try Scratch()
    let (program, pipe, rest) = try openPipe(scratch)
    await pause(.milliseconds(500))
    program.send(SIGINT)
    await pause(.milliseconds(500))
    try pipe.fileHandleForWriting.write(contentsOf: rest)
    try pipe.fileHandleForWriting.close()
    #expect(try await program.outcome().status == 0)
    let report = try scratch.report()
    #expect(!report.interrupted)
    #expect(report.inputs[0].packets == 4 * 151)
  }

  @Test("after the first SIGINT, a pipe that stays silent is not waited for")
  func silentWriter() async throws {
    let scratch = try Scratch()
    let (program, pipe, _) = try openPipe(scratch)
    await pause(.milliseconds(500))
    let start = ContinuousClock.now
    program.send(SIGINT)
    #expect(try await program.outcome().status == 0)
    #expect(start.duration(to: .now) > .seconds(1))
    #expect(try !scratch.report().interrupted)
    #expect(try scratch.wave("3456789a.wav").frames > 8000)
    try pipe.fileHandleForWriting.close()
  }

  @Test("after the first SIGINT, a pipe that still brings something is read on")
  func busyWriter() async throws {
    let scratch = try Scratch()
    let (program, pipe, rest) = try openPipe(scratch)
    await pause(.milliseconds(500))
    program.send(SIGINT)
    let end = ContinuousClock.now + .seconds(4)
    var position = rest.startIndex
    while ContinuousClock.now < end {
      let next = min(position + 20, rest.endIndex)
      try pipe.fileHandleForWriting.write(contentsOf: rest[position..<next])
      position = next
      await pause(.milliseconds(100))
    }
    #expect(program.isRunning)
    try pipe.fileHandleForWriting.write(contentsOf: rest[position...])
    try pipe.fileHandleForWriting.close()
    #expect(try await program.outcome().status == 0)
    #expect(try scratch.report().inputs[0].packets == 4 * 151)
  }

  @Test(
    "a second SIGINT, and the first SIGTERM, end the reading while the pipe is open",
    arguments: [([SIGINT, SIGINT], 130), ([SIGTERM], 143)] as [([Int32], Int32)])
  func ended(_ signals: [Int32], _ status: Int32) async throws {
    let scratch = try Scratch()
    let (program, pipe, _) = try openPipe(scratch)
    await pause(.milliseconds(500))
    for signal in signals {
      program.send(signal)
      await pause(.milliseconds(200))
    }
    #expect(try await program.outcome().status == status)
    #expect(try scratch.report().interrupted)
    #expect(try scratch.wave("3456789a.wav").frames > 8000)
    try pipe.fileHandleForWriting.close()
  }

  @Test("that brings nothing is no capture")
  func empty() async throws {
    let scratch = try Scratch()
    #expect(try await scratch.shell("\"$0\" - out </dev/null").status == 65)
    #expect(try await scratch.shell("true | \"$0\" - out").status == 65)
    #expect(!scratch.exists("out"))
  }
}
