import Extraction
import Playout
import Reporting
import Testing

@Suite("Stereo files of calls")
struct CallLayoutTests {
  private static func run(_ name: String, rate: Int? = nil) throws -> Run {
    let fixture = try #require(Fixture.all.first { $0.trace == name })
    var options = ExtractionOptions()
    options.layout = .call
    options.playout.sampleRate = rate
    return try Run([fixture.path], options)
  }

  @Test("the caller is left, the callee right, each as in its own file")
  func channels() throws {
    let fixture = try #require(Fixture.all.first { $0.trace == "sip-g711.pcap" })
    let (call, mono) = (try Self.run("sip-g711.pcap"), try Run(fixture))
    #expect(call.names == ["call-1.wav", "streams.json"])
    let stereo = try call.audio("call-1.wav")
    #expect(stereo.channels == 2)
    // Alice calls; her media begins 50 ms after Bob's, to the microsecond of the capture.
    let caller = try mono.audio("a11ce001.wav").samples
    let callee = try mono.audio("b0b00002.wav").samples
    let offset = Int(((0.703216 - 0.65261) * 8000).rounded())
    let left = stride(from: 0, to: stereo.samples.count, by: 2).map { stereo.samples[$0] }
    let right = stride(from: 1, to: stereo.samples.count, by: 2).map { stereo.samples[$0] }
    #expect(Array(right[..<callee.count]) == callee)
    #expect(Array(left[offset..<(offset + caller.count)]) == caller)
    #expect(left[..<offset].allSatisfy { $0 == 0 })
  }

  @Test("a new SSRC of the same side goes on in the same channel")
  func renewed() throws {
    let run = try Self.run("ssrc-change.pcap")
    #expect(run.names == ["call-1.wav", "streams.json"])
    #expect(run.report.streams.map(\.file?.channel) == [1, 0, 0])
    #expect(Set(run.report.streams.compactMap(\.file?.name)) == ["call-1.wav"])
  }

  /// Bob's and Alice's call, and a stream of no call, which has lost packets.
  private static func besideCall(_ template: String) throws -> Run {
    var options = ExtractionOptions()
    options.layout = .call
    options.writesMarkers = true
    options.nameTemplate = template
    let paths = ["sip-g711.pcap", "wrap.pcap"].compactMap { name in
      Fixture.all.first { $0.trace == name }?.path
    }
    return try Run(paths, options)
  }

  @Test("a stream that a template names like a call has markers of its own and no call's")
  func namedLikeCall() throws {
    let run = try Self.besideCall("call-{ssrc}")
    #expect(
      run.names == [
        "call-1.txt", "call-1.wav", "call-51e9a700.txt", "call-51e9a700.wav", "streams.json",
      ])
  }

  @Test("a stream that a template gives a call's name is numbered behind it")
  func namedAsCall() throws {
    let run = try Self.besideCall("call-1")
    #expect(
      run.names == ["call-1-2.txt", "call-1-2.wav", "call-1.txt", "call-1.wav", "streams.json"])
    #expect(try run.audio("call-1.wav").channels == 2)
    #expect(try run.audio("call-1-2.wav").channels == 1)
  }

  @Test("the file has the higher of the two rates, or the one asked for")
  func rate() throws {
    #expect(try Self.run("sip-opus.pcapng").audio("call-1.wav").sampleRate == 48_000)
    #expect(try Self.run("sip-g711.pcap", rate: 16_000).audio("call-1.wav").sampleRate == 16_000)
  }

  @Test("streams without a partner stay files of their own")
  func alone() throws {
    let run = try Self.run("l16-stereo.pcap")
    #expect(run.names.filter { $0.hasPrefix("call") }.isEmpty)
    #expect(run.names.count == 2)
  }
}
