import NetworkBytes
import RTP
import Reporting
import TestSupport
import Testing

/// The traces of Scripts/fixtures/tunnels.py: 12 packets of one stream, or 12 requests.
@Suite("Streams from tunnels")
struct TunnelTests {
  private func report(_ name: String) throws -> ExtractionReport {
    try Run([Fixtures.capture("tunnels/\(name).pcap")]).report
  }

  @Test(
    "a stream says through what it came",
    arguments: [
      ("vxlan", ["vxlan"]), ("qinq", []), ("vxlan-in-gre", ["mpls", "gre", "vxlan"]),
      ("hep-rtp", ["hep"]), ("turn-channel", ["turn"]), ("turn-send", ["turn"]),
      ("turn-data", ["turn"]),
    ])
  func through(_ name: String, _ expected: [String]) throws {
    let stream = try #require(try report(name).streams.first)
    #expect(stream.key.source.description == "10.1.0.1:4000")
    #expect(stream.packets == 12)
    #expect(stream.lost == 0)
    #expect(stream.through == expected)
  }

  @Test("a packet that is seen inside and outside of its tunnel counts once, as a duplicate")
  func mirrored() throws {
    let report = try report("mirrored")
    #expect(report.streams.count == 1)
    let stream = try #require(report.streams.first)
    #expect(stream.packets == 12)
    #expect(stream.duplicates == 6)
    #expect(stream.lost == 0)
    #expect(Int(stream.file?.frames ?? 0) == 960)
    #expect(stream.through == ["erspan"])
  }

  @Test("jitter inside HEP is what the probe saw: 15 and 25 ms by turns")
  func probeTimes() throws {
    let stream = try #require(try report("hep-time").streams.first)
    let delta = try #require(stream.statistics.maximumDeltaMilliseconds)
    #expect(abs(delta - 25) < 0.001)
    // RFC 3550, appendix A.8, over 11 differences of 5 ms.
    let jitter = (1...11).reduce(0.0) { jitter, _ in jitter + (5 - jitter) / 16 }
    #expect(abs(try #require(stream.statistics.maximumJitterMilliseconds) - jitter) < 0.001)
  }

  @Test("signalling inside HEP counts as such")
  func signalling() throws {
    let report = try report("hep-sip")
    #expect(report.sip == 12)
    #expect(report.notRTP == 0)
  }
}
