import Audio
import Demultiplexing
import Extraction
import NetworkBytes
import Reporting
import Synthesis
import TestSupport
import Testing

/// A trace made for a test, what tshark reads in it, and what the main job makes of it.
final class Trace {
  let path: String
  private let folder: TemporaryFolder

  /// The address of the caller.
  static let source = SocketAddress(IPAddress(ipv4: 0xc000_0201), port: 4000)
  /// The address of the callee.
  static let destination = SocketAddress(IPAddress(ipv4: 0xc000_0202), port: 5000)

  init(
    _ audio: Prompt, _ media: MediaOptions, name: String = "trace.pcap",
    from source: SocketAddress = source, to destination: SocketAddress = destination,
    _ change: (inout TraceSynthesis) -> Void = { _ in }
  ) throws {
    folder = try TemporaryFolder()
    path = folder.path(name)
    var trace = TraceSynthesis(
      TraceSynthesis.Party(source, audio, media), to: destination)
    change(&trace)
    try trace.write(to: path, TraceFormat.of(path), overwrites: false)
  }

  var bytes: [UInt8] { contents(path) }

  /// A row for each packet, a column for each field, as tshark has them.
  func fields(_ fields: String..., filter: String = "", options: [String] = []) throws -> [[String]]
  {
    let output = try Tool.run(
      ["tshark", "-r", path, "-o", "ip.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE"]
        + ["-d", "udp.port==5000,rtp", "-Y", filter.isEmpty ? "frame" : filter]
        + options + ["-T", "fields"] + fields.flatMap { ["-e", $0] })
    return String(decoding: output, as: UTF8.self).split(separator: "\n").map {
      $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
  }

  /// What the main job finds.
  func extract(formats: [UInt8: MediaFormat] = [:]) throws -> ExtractionReport {
    var options = ExtractionOptions()
    options.demultiplexing.formats = formats
    let extraction = try Extraction(
      inputs: [path], output: folder.path("out"), options: options)
    return extraction.run { _ in }.report
  }

  /// The file of an extracted stream.
  func audio(_ stream: StreamReport) throws -> String {
    folder.path("out/" + (try #require(stream.file?.name)))
  }
}
