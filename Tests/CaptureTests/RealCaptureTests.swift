import Foundation
import NetworkBytes
import Testing

@testable import Capture

@Suite("Real captures")
struct RealCaptureTests {
  /// Traces kept outside of the project, with what other programs say of them.
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
    path: "../../../shared/captures"
  ).standardizedFileURL

  static let names: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path + "/expect")) ?? [])
    .map { String($0.dropLast(5)) }.filter { !$0.hasSuffix(".gz") }.sorted()

  private struct Expectation: Decodable {
    let capinfos: [String: String]
    let streams: [Stream]
  }

  private struct Stream: Decodable {
    let first_frame: Int
    let first_time: String
    let src: String
    let sport: Int
    let dst: String
    let dport: Int
  }

  @Test(
    "packets are as many as capinfos counts, at the times and addresses that tshark gives",
    .enabled(if: !names.isEmpty, "no traces beside the project"), arguments: names)
  func packets(_ name: String) throws {
    let json = try Data(contentsOf: Self.folder.appending(path: "expect/\(name).json"))
    let expected = try JSONDecoder().decode(Expectation.self, from: json)
    let reading = try Reading(paths: [Self.folder.appending(path: name).path])
    #expect(reading.inputs[0].packets == Int(expected.capinfos["Number of packets"] ?? ""))
    #expect(reading.inputs[0].damage == nil)
    #expect(reading.counters.malformed == 0)
    for stream in expected.streams {
      let first = try #require(reading.udp.first { $0.packet.number == stream.first_frame }).packet
      #expect(first.source == SocketAddress(stream.src, UInt16(stream.sport)))
      #expect(first.destination == SocketAddress(stream.dst, UInt16(stream.dport)))
      let digits = stream.first_time.filter { $0 != "." }
      #expect(first.time == Int64(digits))
    }
  }
}
