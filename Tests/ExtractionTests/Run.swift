import Demultiplexing
import Extraction
import Foundation
import Reporting
import SoundFile
import TestSupport
import Testing

/// One extraction into a folder of its own, which goes away with it.
final class Run {
  let report: ExtractionReport
  private let folder: TemporaryFolder

  convenience init(_ fixture: Fixture, jobs: Int = 1, memory: Int? = nil) throws {
    var options = ExtractionOptions()
    options.jobs = jobs
    options.demultiplexing.memory = memory ?? options.demultiplexing.memory
    try self.init([fixture.path], options)
  }

  init(_ traces: [String], _ options: ExtractionOptions = ExtractionOptions()) throws {
    folder = try TemporaryFolder()
    let extraction = try Extraction(inputs: traces, output: folder.path, options: options)
    let outcome = extraction.run { _ in }
    report = outcome.report
    #expect(outcome.failure == nil)
  }

  var names: [String] { folder.names() }

  /// The same files with the same bytes.
  func expectEqual(_ other: Run) throws {
    #expect(names == other.names)
    for name in names { #expect(try data(name) == other.data(name), "\(name)") }
  }

  func data(_ name: String) throws -> Data { try folder.data(name) }

  func audio(_ name: String) throws -> Recording {
    try Recording(folder.path(name))
  }
}

/// The samples of a file.
struct Recording {
  let sampleRate: Int
  let channels: Int
  let samples: [Int16]

  init(_ path: String) throws {
    var reader = try SoundFileReader(opening: path)
    sampleRate = reader.sampleRate
    channels = reader.channels
    var samples: [Int16] = []
    var block = [Int16](repeating: 0, count: 8192 * channels)
    while true {
      var span = block.mutableSpan
      let count = reader.read(into: &span)
      if count == 0 { break }
      samples += block[..<(count * channels)]
    }
    self.samples = samples
  }

  var frames: Int { samples.count / channels }

  /// The digest of a stretch of frames as little-endian 16-bit samples, by coreutils.
  func sha256(_ range: Range<Int>) throws -> String {
    guard range.upperBound <= frames else { return "only \(frames) frames" }
    let bytes = samples[range.lowerBound * channels..<range.upperBound * channels].flatMap {
      [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)]
    }
    let folder = try TemporaryFolder()
    let output = try Tool.run("sha256sum", folder.write(bytes, to: "samples"))
    return String(decoding: output.prefix(64), as: UTF8.self)
  }

  /// Compares the level of each 20 ms, in dB of full scale, with that of another decoder.
  func expect(levels: [Double?], _ name: String) {
    let length = sampleRate / 50 * channels
    #expect((samples.count + length - 1) / length == levels.count)
    for (index, expected) in levels.enumerated() where (index + 1) * length <= samples.count {
      let power = samples[index * length..<(index + 1) * length].reduce(0.0) {
        $0 + Double($1) * Double($1)
      }
      guard let expected else {
        #expect(power == 0, "\(name), frame \(index)")
        continue
      }
      let level = 10 * log10(power / Double(length) / (32_768.0 * 32_768))
      let tolerance = expected > -50 ? 0.5 : 3
      #expect(abs(level - expected) < tolerance, "\(name), frame \(index): \(level) dB")
    }
  }
}
