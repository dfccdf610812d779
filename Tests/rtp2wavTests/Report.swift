import Foundation

/// What tests look at in `streams.json`.
struct Report: Decodable {
  struct Input: Decodable {
    let path: String
    let packets: Int
    let truncated: Bool
    let damage: String?
  }

  struct Stream: Decodable {
    struct Gap: Decodable {
      let startS: Double
      let endS: Double
      let kind: String
      let filled: String
    }

    let ssrc: String
    let src: String
    let through: [String]
    let file: String?
    let sampleRate: Int?
    let samples: Int?
    let packets: Int
    let startS: Double
    let gaps: [Gap]
    let callId: String?
    let lateForBuffer: Int?
    let lost: Int
    let ptimeMs: Double?
    let alignedBy: String?
    let warnings: [String]
  }

  struct Packets: Decodable {
    let total: Int
  }

  let schema: String
  let packets: Packets
  let inputs: [Input]
  let interrupted: Bool
  let streams: [Stream]
  let warnings: [String]

  init(_ data: Data) throws {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    self = try decoder.decode(Report.self, from: data)
  }
}

extension Scratch {
  func report(_ folder: String = "out") throws -> Report {
    try Report(data("\(folder)/streams.json"))
  }

  func wave(_ name: String) throws -> Wave { try Wave(data("out/\(name)")) }
}

/// A RIFF/WAVE file, read after the standard and strictly: every length must be right.
struct Wave {
  struct Broken: Error {}

  let sampleRate: Int
  let channels: Int
  let format: Int
  /// The bytes of the samples.
  let samples: Data

  init(_ file: Data) throws {
    let bytes = [UInt8](file)
    func number(_ position: Int, _ count: Int) throws -> Int {
      guard position + count <= bytes.count else { throw Broken() }
      return (0..<count).reduce(0) { $0 | Int(bytes[position + $1]) << (8 * $1) }
    }
    func name(_ position: Int) -> String {
      String(decoding: bytes.dropFirst(position).prefix(4), as: UTF8.self)
    }
    guard name(0) == "RIFF", name(8) == "WAVE", try number(4, 4) == bytes.count - 8 else {
      throw Broken()
    }
    var position = 12
    var described: (format: Int, channels: Int, rate: Int)?
    while name(position) != "data" {
      if name(position) == "fmt " {
        described = (
          try number(position + 8, 2), try number(position + 10, 2), try number(position + 12, 4)
        )
      }
      position += 8 + (try number(position + 4, 4) + 1) / 2 * 2
    }
    let length = try number(position + 4, 4)
    guard let described, position + 8 + length <= bytes.count else { throw Broken() }
    (format, channels, sampleRate) = described
    samples = Data(bytes[position + 8..<position + 8 + length])
  }

  /// Frames of 16 bits.
  var frames: Int { samples.count / 2 / channels }

  /// Whether the frames of a range are all zero.
  func isSilent(_ range: Range<Int>) -> Bool {
    samples[range.lowerBound * 2 * channels..<range.upperBound * 2 * channels]
      .allSatisfy { $0 == 0 }
  }
}
