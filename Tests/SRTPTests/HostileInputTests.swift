import Cryptography
import TestSupport
import Testing

@testable import SRTP

@Suite("Hostile packets and keys")
struct HostileInputTests {
  private static let packetRounds = 80_000
  private static let textRounds = 20_000

  @Test("packets of any bytes, or nearly right ones, neither trap nor open")
  func packets() throws {
    var random = Randomness(seed: 1)
    for suite in CryptoSuite.allCases {
      var context = try SRTPContext(masterKey(suite), identifierBytes: 2)
      var rtcpContext = try SRTCPContext(masterKey(suite), identifierBytes: 1)
      let sealing = context.protected(rtp(1, csrcs: 2, extension: 3))
      let right = try #require(sealing)
      for _ in 0..<Self.packetRounds / CryptoSuite.allCases.count {
        let packet = Self.mutation(of: right, &random)
        let opened = context.unprotected(packet)
        #expect(opened.clear == nil || opened.bytes.count == right.count)
        if opened.clear == nil { #expect(opened.bytes == packet) }
        let rtcp = rtcpContext.unprotected(packet)
        #expect(rtcp == Opened(rtcp.outcome, packet) && rtcp.clear == nil)
      }
    }
  }

  @Test("text of any kind is read or refused as a key, and no refusal holds it")
  func keys() {
    var random = Randomness(seed: 2)
    let right = [
      "1 AES_CM_128_HMAC_SHA1_80 inline:\(ExampleKeys.shortBase64)|2^20|1:4;"
        + "inline:\(ExampleKeys.shortBase64)|2:4 UNENCRYPTED_SRTCP",
      "0x1a2b3c4d=AES_256_CM_HMAC_SHA1_80:\(ExampleKeys.longBase64)|2^31|1:4",
      "0x1a2b3c4d=" + hex(ExampleKeys.long),
    ]
    for round in 0..<Self.textRounds {
      let base = Array(right[round % right.count].utf8)
      let text = String(decoding: Self.mutation(of: base, &random), as: UTF8.self)
      for refusal in [
        Self.refusal { try CryptoAttribute(text) }, Self.refusal { try KeyOption(text) },
      ] {
        guard let refusal else { continue }
        #expect(!refusal.contains("AQIDBA") && !refusal.contains("010203") && refusal.count < 400)
      }
    }
  }

  @Test("a search takes any packet for a sample")
  func samples() throws {
    var random = Randomness(seed: 3)
    let keys = try CryptoSuite.allCases.map { try masterKey($0) }
    var search = KeySearch()
    for _ in 0..<200 {
      let samples = (0..<Int.random(in: 0...4, using: &random)).map { _ in
        SamplePacket(
          bytes: Self.mutation(of: rtp(1), &random),
          order: Int64.random(in: .min ... .max, using: &random))
      }
      let result = try search.search(
        keys, samples, expectedOffset: Int64.random(in: .min ... .max, using: &random))
      guard case .notFound = result else {
        Issue.record("a key was found for packets under none: \(result)")
        continue
      }
    }
  }

  /// Some bytes changed, some left away or put in, or nothing but random bytes.
  private static func mutation(of bytes: [UInt8], _ random: inout Randomness) -> [UInt8] {
    if random.chance(10) { return random.bytes(Int.random(in: 0...300, using: &random)) }
    var result = bytes
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      let place = Int.random(in: 0..<max(1, result.count), using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0 where place < result.count: result[place] = random.bytes(1)[0]
      case 1 where place < result.count: result.remove(at: place)
      case 2: result.insert(contentsOf: random.bytes(1), at: min(place, result.count))
      default: result.removeLast(min(result.count, place % 8))
      }
    }
    return result
  }

  private static func refusal<Value>(_ read: () throws -> Value) -> String? {
    do {
      _ = try read()
      return nil
    } catch {
      return "\(error)"
    }
  }
}
