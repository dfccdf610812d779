import Foundation
import TestSupport

/// A trace of `Fixtures/Captures` and what must come of it; see `Fixtures/README.md`.
struct Fixture: Sendable, CustomStringConvertible, Decodable {
  struct Packets: Decodable {
    let total: Int
    let udp: Int
    let rtp: Int
    let rtcp: Int
    let notRTP: Int
  }

  struct Stream: Decodable {
    struct PayloadType: Decodable, Equatable {
      let pt: Int
      let codec: String
      let packets: Int
    }

    struct Gap: Decodable, Equatable {
      let start: Int
      let end: Int
      let kind: String
      let filled: String
    }

    struct Exact: Decodable {
      let start: Int
      let end: Int
      let sha256: String
    }

    struct Event: Decodable {
      let digit: String
      let startS: Double
      let endS: Double
    }

    let ssrc: String
    let src: String
    let dst: String
    let callId: String?
    let startS: Double
    let payloadTypes: [PayloadType]
    let packets: Int
    let lost: Int
    let duplicates: Int
    let reordered: Int
    let events: [Event]
    let file: String?
    let sampleRate: Int?
    let channels: Int?
    let samples: Int?
    let gaps: [Gap]?
    let exact: [Exact]?
    let levelsDb: [Double?]?
  }

  let trace: String
  let arguments: [String]
  let exitStatus: Int
  let packets: Packets
  let streams: [Stream]

  var description: String { trace }

  var path: String { Fixtures.capture(trace) }

  /// All of them.
  static let all: [Fixture] = {
    let expected = Fixtures.folder.appendingPathComponent("Expected")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: expected.path)) ?? []
    return names.sorted().compactMap { name in
      let file = expected.appendingPathComponent("\(name)/expect.json")
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      return (try? Data(contentsOf: file)).flatMap { try? decoder.decode(Fixture.self, from: $0) }
    }
  }()
}

extension Fixture.Packets {
  private enum CodingKeys: String, CodingKey {
    case total, udp, rtp, rtcp
    case notRTP = "notRtp"
  }
}
