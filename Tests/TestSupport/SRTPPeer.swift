import Foundation

/// A program of another house that protects packets of SRTP: a script beside this file, one line a request.
package struct SRTPPeer: Sendable {
  let script: String

  package static let libsrtp = SRTPPeer(script: "libsrtp.py")
  package static let byRFC = SRTPPeer(script: "by_rfc.py")

  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("SRTPPeers")

  /// Whether Python and what the script loads are there.
  package let isThere: Bool

  private init(script: String) {
    self.script = script
    isThere = (try? Self.run(script, [])) != nil
  }

  /// Packets of one stream, in its order, and how they are protected.
  package struct Request {
    package enum Verb: String { case protect, unprotect }

    let verb: Verb
    let isRTCP: Bool
    let suite: String
    let key: [UInt8]
    let mki: [UInt8]
    let flags: String
    let counter: Int
    let packets: [[UInt8]]

    /// - Parameter suite: its name in SDP.
    /// - Parameter key: the master key, and behind it its salt.
    /// - Parameter flags: as the script has them.
    /// - Parameter counter: the rollover counter of the first packet.
    package init(
      _ verb: Verb, isRTCP: Bool = false, suite: String, key: [UInt8], mki: [UInt8] = [],
      flags: String = "", counter: Int = 0, packets: [[UInt8]]
    ) {
      (self.verb, self.isRTCP, self.suite, self.key) = (verb, isRTCP, suite, key)
      (self.mki, self.flags, self.counter, self.packets) = (mki, flags, counter, packets)
    }

    fileprivate var line: String {
      let words =
        [verb.rawValue, isRTCP ? "rtcp" : "rtp", suite, hex(key)]
        + [mki.isEmpty ? "-" : hex(mki), flags.isEmpty ? "-" : flags, String(counter)]
      return (words + packets.map(hex)).joined(separator: " ")
    }
  }

  /// The packets that each request comes to; nil in the place of one that was refused.
  package func answers(_ requests: [Request]) throws -> [[[UInt8]?]] {
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
