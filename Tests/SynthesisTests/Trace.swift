import Audio
import Demultiplexing
import Extraction
import Foundation
import NetworkBytes
import Reporting
import Synthesis
import Testing

/// A trace made for a test, what tshark reads in it, and what the main job makes of it.
final class Trace {
  let folder: URL
  let path: String

  /// The address of the caller.
  static let source = SocketAddress(IPAddress(ipv4: 0xc000_0201), port: 4000)
  /// The address of the callee.
  static let destination = SocketAddress(IPAddress(ipv4: 0xc000_0202), port: 5000)

  init(
    _ audio: Prompt, _ media: MediaOptions, name: String = "trace.pcap",
    from source: SocketAddress = source, to destination: SocketAddress = destination,
    _ change: (inout TraceSynthesis) -> Void = { _ in }
  ) throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "rtp2wav-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    path = folder.appendingPathComponent(name).path
    var trace = TraceSynthesis(
      TraceSynthesis.Party(source, audio, media), to: destination)
    change(&trace)
    try trace.write(to: path, TraceFormat.of(path), overwrites: false)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  var bytes: Data { (try? Data(contentsOf: URL(fileURLWithPath: path))) ?? Data() }

  /// A row for each packet, a column for each field, as tshark has them.
  func fields(_ fields: String..., filter: String = "", options: [String] = []) throws -> [[String]]
  {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/tshark")
    process.arguments =
      ["-r", path, "-o", "ip.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE"]
      + ["-d", "udp.port==5000,rtp", "-Y", filter.isEmpty ? "frame" : filter]
      + options + ["-T", "fields"] + fields.flatMap { ["-e", $0] }
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return String(decoding: output, as: UTF8.self).split(separator: "\n").map {
      $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
  }

  /// What the main job finds.
  func extract(formats: [UInt8: MediaFormat] = [:]) throws -> ExtractionReport {
    var options = ExtractionOptions()
    options.demultiplexing.formats = formats
    let extraction = try Extraction(
      inputs: [path], output: folder.appendingPathComponent("out").path, options: options)
    return extraction.run { _ in }.report
  }

  /// The file of an extracted stream.
  func audio(_ stream: StreamReport) throws -> String {
    folder.appendingPathComponent("out").appendingPathComponent(try #require(stream.file?.name))
      .path
  }
}
