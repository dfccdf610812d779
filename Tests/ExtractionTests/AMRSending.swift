import Foundation
import TestSupport
import Testing

/// A call that `Tests/Senders/amr.py` makes of two seconds of voice with a second of silence between them.
struct AMRSending: Sendable, CustomTestStringConvertible {
  static let hasPython = (try? Tool.run("python3", "--version")) != nil

  let isWide: Bool
  let options: String
  /// Whether the capture begins in the silence, which is longer.
  var startsQuiet = false

  var testDescription: String { "\(name) \(options)\(startsQuiet ? ", quiet first" : "")" }
  private var name: String { isWide ? "AMR-WB" : "AMR" }

  /// The frames that are sent, and what is made of the trace.
  func run() throws -> (frames: [[UInt8]], run: Run) {
    let frames = frames()
    let folder = try TemporaryFolder()
    let file = try folder.write(Array("#!\(name)\n".utf8) + frames.joined(), to: "frames")
    let sender = Fixtures.folder.deletingLastPathComponent().path + "/Tests/Senders/amr.py"
    try Tool.run(
      ["python3", sender, file, folder.path("trace")]
        + options.split(separator: " ").map(String.init))
    return (frames, try Run([folder.path("trace")]))
  }

  /// With descriptions of silence, and frames without data between them.
  private func frames() -> [[UInt8]] {
    let coder = OpenCoreAMR(isWide: isWide, detectsSilence: true)
    let rate = coder.samples * 50
    let pause = rate..<(startsQuiet ? 4 : 2) * rate
    var random = Randomness(seed: 4867)
    let voice = speech(frames: pause.upperBound + rate, channels: 1, rate: rate)
    let frames = coder.encode(
      voice.enumerated().map { index, sample in
        pause ~= index ? Int16.random(in: -20...20, using: &random) : sample
      }, mode: 2)
    let isSilence = { (frame: [UInt8]) in frame[0] >> 3 & 15 == (isWide ? 9 : 8) }
    return startsQuiet ? Array(frames.drop { !isSilence($0) }) : frames
  }
}
