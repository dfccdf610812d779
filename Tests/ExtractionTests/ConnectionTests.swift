import Audio
import NetworkBytes
import Playout
import RTP
import Reporting
import Signalling
import TestSupport
import Testing

/// The traces of Scripts/fixtures/connections.py: 12 packets of PCMU a stream, not simply over UDP.
@Suite("Media in connections and relays")
struct ConnectionTests {
  private static func path(_ name: String) -> String {
    Fixtures.capture("connections/\(name).pcap")
  }

  private static func run(_ name: String) throws -> Run { try Run([path(name)]) }

  /// The same packets in plain UDP.
  private static func plain() throws -> Run {
    try Run([Fixtures.capture("tunnels/qinq.pcap")])
  }

  private static func stream(_ ssrc: UInt32, in run: Run) throws -> StreamReport {
    try #require(run.report.streams.first { $0.key.ssrc == ssrc })
  }

  @Test(
    "packets come whole and in order out of TCP, whatever its segments",
    arguments: [
      ("framed", "10.1.0.1:4000", "10.1.0.2:5000", "tcp"),
      ("framed-disordered", "10.1.0.1:4000", "10.1.0.2:5000", "tcp"),
      ("framed-ice", "10.1.0.1:4000", "10.1.0.2:5000", "tcp"),
      ("framed-sdp", "10.1.0.1:43210", "10.1.0.2:5000", "tcp"),
      ("rtsp", "10.1.0.9:554", "10.1.0.1:40000", "rtsp"),
      ("turn", "10.1.0.1:4000", "10.1.0.2:5000", "turn"),
      ("turn-unanswered", "10.9.0.1:4000", "10.1.0.2:5000", "turn"),
      ("hep-tcp", "10.1.0.1:4000", "10.1.0.2:5000", "hep"),
    ])
  func whole(_ name: String, _ source: String, _ destination: String, _ through: String) throws {
    let run = try Self.run(name)
    let stream = try Self.stream(0x70AE1, in: run)
    #expect(stream.key.source.description == source)
    #expect(stream.key.destination.description == destination)
    #expect(stream.through == [through])
    #expect(stream.packets - stream.duplicates == 12)
    #expect(stream.lost == 0)
    #expect(stream.reordered == 0)
    #expect(try run.audio("00070ae1.wav").samples == Self.plain().audio("00070ae1.wav").samples)
  }

  @Test(
    "tshark reads the same packets in the connection", .waitsForOthers,
    arguments: ["framed", "framed-disordered", "framed-sdp", "rtsp"])
  func oracle(_ name: String) throws {
    let output = try Tool.run(
      "tshark", "-n", "-r", Self.path(name), "-d", "tcp.port==5000,rtp", "-Y", "rtp",
      "-T", "fields", "-o", "tcp.reassemble_out_of_order:TRUE", "-E", "occurrence=a",
      "-e", "rtp.ssrc")
    let text = String(decoding: output, as: UTF8.self)
    let seen = text.split { ",\n".contains($0) }.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    let report = try Self.run(name).report
    #expect(!seen.isEmpty)
    #expect(
      seen.map { "\($0) \($1)" }.sorted()
        == report.streams.map { "0x\($0.key.ssrcText) \($0.packets)" }.sorted())
  }

  @Test("a capture that begins inside of a frame loses that packet only")
  func late() throws {
    let framed = try Self.stream(0x70AE1, in: Self.run("framed-late"))
    #expect(framed.packets == 10)
    #expect(framed.lost == 0)
    let rtsp = try Self.stream(0x70AE1, in: Self.run("rtsp-late"))
    #expect(rtsp.packets == 11)
    #expect(rtsp.through == ["rtsp"])
  }

  @Test("a hole in a connection loses the packets in it only")
  func hole() throws {
    let stream = try Self.stream(0x70AE1, in: Self.run("framed-hole"))
    #expect(stream.packets == 11)
    #expect(stream.lost == 1)
  }

  @Test(
    "packets keep the times at which they were captured, also those before the framing is known")
  func times() throws {
    let stream = try Self.stream(0x70AE1, in: Self.run("framed"))
    // 20 ms apart, to the 10 µs between two segments.
    #expect(abs((stream.statistics.maximumDeltaMilliseconds ?? 0) - 20) < 0.02)
    #expect((stream.statistics.maximumJitterMilliseconds ?? 1) < 0.01)
  }

  @Test("SIP's SDP says what comes over TCP, and the call is known")
  func session() throws {
    let stream = try Self.stream(0x70AE1, in: Self.run("framed-sdp"))
    #expect(stream.formats.map(\.format?.encodingName) == ["PCMU"])
    #expect(stream.formats.first?.origin == .sdp)
    #expect(stream.call?.callID == "connection")
    #expect(stream.sender == .caller)
  }

  @Test(
    "the medium of an RTSP stream is that of its channel, or of its UDP port",
    arguments: ["rtsp", "rtsp-udp"])
  func media(_ name: String) throws {
    let run = try Self.run(name)
    let audio = try Self.stream(0x70AE1, in: run)
    #expect(audio.formats.map(\.format?.encodingName) == ["PCMU"])
    #expect(audio.formats.first?.origin == .sdp)
    #expect(audio.call == nil)
    #expect(try run.audio("00070ae1.wav").frames == 12 * 160)
    let video = try Self.stream(0x51DE0, in: run)
    #expect(video.packets == 12)
    #expect(video.formats.map(\.format?.encodingName) == ["H264"])
    #expect(video.file == nil)
  }

  @Test("what a TURN server relays is one stream with what the peer is sent and sends")
  func relayed() throws {
    let run = try Self.run("turn")
    #expect(run.report.streams.count == 2)
    for stream in run.report.streams {
      #expect(stream.packets == 24)
      #expect(stream.duplicates == 12)
      #expect(stream.lost == 0)
    }
    let back = try Self.stream(0xB0B, in: run)
    #expect(back.key.source.description == "10.1.0.2:5000")
    #expect(back.key.destination.description == "10.1.0.1:4000")
  }

  @Test("TURN over TCP: the client's channel stands for the peer")
  func relayedOverTCP() throws {
    let run = try Self.run("turn-tcp")
    let stream = try Self.stream(0x70AE1, in: run)
    #expect(stream.through == ["tcp", "turn"])
    #expect(stream.key.source.description == "10.1.0.1:4000")
    #expect(stream.key.destination.description == "10.1.0.2:5000")
    #expect(stream.packets == 12)
    #expect(try Self.stream(0xB0B, in: run).packets == 12)
  }

  @Test("media of one bundle are told apart by SSRC, and described by their payload types")
  func bundle() throws {
    let run = try Self.run("bundle")
    let names = [0xA1: "PCMA", 0xA2: "VP8", 0xA3: "PCMU"] as [UInt32: String]
    #expect(run.report.streams.count == 3)
    for (ssrc, name) in names {
      let stream = try Self.stream(ssrc, in: run)
      #expect(stream.formats.map(\.format?.encodingName) == [name])
      #expect(stream.packets == 12)
      #expect(stream.lost == 0)
      #expect(stream.call?.callID == "connection")
    }
    #expect(try run.audio("000000a1.wav").frames == 1920)
    #expect(try run.audio("000000a3.wav").frames == 1920)
  }
}
