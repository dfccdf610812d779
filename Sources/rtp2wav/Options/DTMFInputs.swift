import Capture
import Extraction
import FoundationEssentials
import Reporting
import SoundFile

/// The inputs of `rtp2wav dtmf`, told apart: traces, and audio files.
struct DTMFInputs {
  private let paths: [String]
  /// Indices of the inputs that are traces.
  private(set) var traces: [Int] = []
  private var files: [Int] = []

  /// Looks at the first bytes of each regular file; a missing one ends the program.
  init(_ paths: [String]) throws {
    self.paths = paths
    for (index, path) in paths.enumerated() {
      if try Self.isAudio(path) { files.append(index) } else { traces.append(index) }
    }
  }

  private static func isAudio(_ path: String) throws -> Bool {
    guard path != "-" else { return false }
    guard FileManager.default.fileExists(atPath: path) else {
      Terminal.message("\(path): no such file")
      throw ExitStatus.noInput
    }
    let attributes = try? FileManager.default.attributesOfItem(
      atPath: URL(fileURLWithPath: path).resolvingSymlinksInPath().path)
    guard attributes?[.type] as? FileAttributeType == .typeRegular else { return false }
    if ["ulaw", "ul", "alaw", "al"].contains(URL(filePath: path).pathExtension.lowercased()) {
      return true
    }
    let bytes = try? Data(contentsOf: URL(filePath: path), options: .alwaysMapped)
    return !Self.captureStarts.contains(Array(bytes?.prefix(4) ?? Data()))
      && (try? SoundFileReader(opening: path)) != nil
  }

  /// pcap in microseconds and nanoseconds, in both byte orders, and pcapng.
  private static let captureStarts: [[UInt8]] = [
    [0xd4, 0xc3, 0xb2, 0xa1], [0xa1, 0xb2, 0xc3, 0xd4], [0x4d, 0x3c, 0xb2, 0xa1],
    [0xa1, 0xb2, 0x3c, 0x4d], [0x0a, 0x0d, 0x0d, 0x0a],
  ]

  /// The digits in each channel of the audio files.
  func listenToFiles() throws -> [DTMFReport.Stream] {
    if !files.isEmpty { Signals.listen() }
    return try files.flatMap { index in
      do throws(SoundFileError) {
        return try DTMFReport.Stream.listen(to: paths[index]) {
          Signals.request(readsPipe: false) == .now
        }
      } catch {
        Terminal.message("\(error)")
        throw ExitStatus.badInput
      }
    }
  }
}
