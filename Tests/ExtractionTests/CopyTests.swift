import Foundation
import Playout
import RTP
import Reporting
import TestSupport
import Testing
import Tones

@testable import Extraction

/// Copies of packets in a trace: a second mirror of the link, or rolled files that overlap.
///
/// editcap and mergecap make them.
@Suite("Copies of packets", .waitsForOthers)
struct CopyTests {
  private static let traces = [
    "sip-g711.pcap", "sip-g722.pcapng", "sip-opus.pcapng", "sip-tcp.pcap", "ssrc-change.pcap",
    "dtmf-events.pcap", "cn-vad.pcap", "red.pcap", "reset.pcap", "wrap.pcap", "l16-stereo.pcap",
    "vlan-ipv6-fragments.pcapng", "recorded-sipp-call.pcap",
  ]
  /// Those with the most of what may break between files: calls, TCP, events, fragments.
  private static let few = [
    "sip-g711.pcap", "sip-tcp.pcap", "dtmf-events.pcap", "vlan-ipv6-fragments.pcapng", "wrap.pcap",
  ]

  private static func path(_ name: String) -> String {
    Fixtures.capture("\(name)")
  }

  private static func run(_ paths: [String], _ name: String) throws -> Run {
    var options = ExtractionOptions()
    options.playout.detectsDigits = name == "dtmf-events.pcap"
    return try Run(paths, options)
  }

  /// The same audio, digits and statistics; `copies` says how many packets a stream of so many has more.
  private static func expectEqual(
    _ copied: Run, _ original: Run, copies: (StreamReport) -> Int
  ) throws {
    #expect(copied.report.streams.count == original.report.streams.count)
    for (one, two) in zip(original.report.streams, copied.report.streams) {
      let name = Comment(rawValue: one.key.ssrcText)
      #expect(two.key == one.key)
      #expect(two.packets - two.duplicates == one.packets - one.duplicates, name)
      #expect(two.packets - one.packets == copies(one), name)
      #expect(two.lost == one.lost, name)
      #expect(two.reordered == one.reordered, name)
      #expect(two.late == one.late, name)
      let (first, second) = (one.statistics, two.statistics)
      #expect(second.maximumDelta == first.maximumDelta, name)
      #expect(second.meanJitterMilliseconds == first.meanJitterMilliseconds, name)
      #expect(second.maximumJitterMilliseconds == first.maximumJitterMilliseconds, name)
      #expect(second.firstTime == first.firstTime, name)
      #expect(two.played?.digits == one.played?.digits, name)
      #expect(
        two.played?.heard?.digits.map(\.digit) == one.played?.heard?.digits.map(\.digit), name)
      #expect(two.call == one.call, name)
      #expect(two.file?.name == one.file?.name, name)
      if let file = one.file?.name { #expect(try original.data(file) == copied.data(file), name) }
    }
    #expect(copied.report.calls == original.report.calls)
    #expect(copied.report.signalledDigits.count == original.report.signalledDigits.count)
    #expect(
      copied.report.warnings.filter { !$0.contains("input") }
        == original.report.warnings.filter { !$0.contains("input") })
  }

  @Test(
    "a second mirror of the link, half a millisecond later, changes nothing but the duplicates",
    arguments: traces)
  func mirror(_ name: String) throws {
    let folder = try TemporaryFolder()
    let (later, merged) = (folder.path("later.pcapng"), folder.path("merged.pcapng"))
    try Tool.run("editcap", "-t", "0.0005", Self.path(name), later)
    try Tool.run("mergecap", "-w", merged, Self.path(name), later)
    let original = try Self.run([Self.path(name)], name)
    for paths in [[Self.path(name), later], [merged]] {
      let copied = try Self.run(paths, name)
      try Self.expectEqual(copied, original) { $0.packets }
    }
  }

  @Test("rolled files that overlap in time change nothing but the duplicates", arguments: few)
  func overlap(_ name: String) throws {
    let folder = try TemporaryFolder()
    let original = try Self.run([Self.path(name)], name)
    let start = Double(original.report.startTime) * 1e-9
    let paths = ["a", "b", "c"].map { folder.path("\($0).pcapng") }
    let times = [0.3, 0.6, 0.9, 1.2].map { String(format: "%.6f", start + $0) }
    try Tool.run("editcap", "-B", times[1], Self.path(name), paths[0])
    try Tool.run("editcap", "-A", times[0], "-B", times[3], Self.path(name), paths[1])
    try Tool.run("editcap", "-A", times[2], Self.path(name), paths[2])
    let copied = try Self.run(paths, name)
    // What tshark sees of a stream in all three files is what it has now.
    let seen = try paths.flatMap { path in
      try String(
        decoding: Tool.run(
          "tshark", "-r", path, "--enable-heuristic", "rtp_udp", "-Y", "rtp", "-T", "fields",
          "-e", "rtp.ssrc"), as: UTF8.self
      ).split(separator: "\n")
    }
    try Self.expectEqual(copied, original) { stream in
      seen.count { $0 == "0x" + stream.key.ssrcText } - stream.packets
    }
    #expect(copied.report.packets > original.report.packets)
  }

  @Test("rolled files that do not overlap change nothing", arguments: few)
  func rolled(_ name: String) throws {
    let folder = try TemporaryFolder()
    try Tool.run("editcap", "-c", "29", Self.path(name), folder.path("part.pcapng"))
    let parts = folder.names()
    #expect(parts.count > 1)
    let original = try Self.run([Self.path(name)], name)
    let copied = try Self.run(parts.reversed().map { folder.path($0) }, name)
    try Self.expectEqual(copied, original) { _ in 0 }
  }

  @Test("a mirror behind a router, under a tag: time to live, checksum and VLAN differ")
  func router() throws {
    let name = "sip-g711.pcap"
    var trace = try Trace(name)
    for index in trace.records.indices {
      // One hop less, and the checksum one more (RFC 1141).
      trace.records[index][16 + 22] -= 1
      trace.records[index][16 + 24] &+= 1
      for field in [8, 12] { trace.records[index][field] &+= 4 }
      trace.records[index].insert(contentsOf: [0x81, 0, 0, 7], at: 16 + 12)
    }
    let folder = try TemporaryFolder()
    try folder.write(trace.data, to: "copies.pcap")
    try Tool.run(
      "editcap", "-t", "0.002", folder.path("copies.pcap"), folder.path("later.pcapng"))
    let original = try Self.run([Self.path(name)], name)
    let copied = try Self.run([Self.path(name), folder.path("later.pcapng")], name)
    try Self.expectEqual(copied, original) { $0.packets }
  }
}
