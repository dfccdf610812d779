import Foundation
import TestSupport

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

  func wave(_ name: String) throws -> StrictWAV {
    try StrictWAV(contents(path("out/\(name)")))
  }
}
