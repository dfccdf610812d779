import Foundation
import SRTP
import TestSupport

/// A program of another house that protects packets: a script beside the tests, one line a request.
struct Peer: Sendable {
  let script: String

  static let libsrtp = Peer(script: "libsrtp.py")
  static let byRFC = Peer(script: "by_rfc.py")

  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Peers")

  /// Whether Python and what the script loads are there.
  let isThere: Bool

  private init(script: String) {
    self.script = script
    isThere = (try? Self.run(script, [])) != nil
  }

  struct Request {
    enum Verb: String { case protect, unprotect }

    var verb: Verb
    var isRTCP = false
    let suite: CryptoSuite
    let key: [UInt8]
    var mki: [UInt8] = []
    var flags = ""
    var counter = 0
    var packets: [[UInt8]]

    var line: String {
      let words =
        [verb.rawValue, isRTCP ? "rtcp" : "rtp", suite.rawValue, hex(key)]
        + [mki.isEmpty ? "-" : hex(mki), flags.isEmpty ? "-" : flags, String(counter)]
      return (words + packets.map(hex)).joined(separator: " ")
    }
  }

  /// The packets that each request comes to; nil in the place of one that was refused.
  func answers(_ requests: [Request]) throws -> [[[UInt8]?]] {
    try Self.run(script, requests)
  }

  private static func run(_ script: String, _ requests: [Request]) throws -> [[[UInt8]?]] {
    let temporary = try TemporaryFolder()
    let input = try temporary.write(requests.map { $0.line + "\n" }.joined().utf8, to: "requests")
    let output = try Tool.run("python3", folder.appendingPathComponent(script).path, reading: input)
    return String(decoding: output, as: UTF8.self).split(separator: "\n").map { line in
      line.split(separator: " ").map { $0.allSatisfy(\.isHexDigit) ? bytes(hex: String($0)) : nil }
    }
  }
}
