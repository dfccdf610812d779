import Audio
import Cryptography
import DTMFAnalysis
import Demultiplexing
import Extraction
import Foundation
import Playout
import RTP
import Reporting
import SRTP
import TestSupport
import Testing

/// Streams of SRTP, each against the same packets in clear.
@Suite("Encrypted streams", .enabled(if: Libgcrypt.isThere, "libgcrypt is missing"))
struct ProtectedStreamTests {
  private typealias Sending = ProtectedSending

  private static func crypto(_ number: Int, _ suite: CryptoSuite = .aes128CM80) -> String {
    "\(suite.rawValue) inline:\(Sending.text(number, suite))"
  }

  private func samples(_ run: Run) throws -> [Int16] { try run.audio("00000007.wav").samples }

  /// What the same packets are in clear.
  private func clear(_ sending: Sending) throws -> [Int16] {
    var plain = sending
    plain.says = [:]
    plain.options = []
    return try samples(plain.run(encrypts: false))
  }

  @Test("of each suite are what they are in clear", arguments: CryptoSuite.allCases)
  func suites(_ suite: CryptoSuite) throws {
    for profile in ["RTP/SAVP", "RTP/AVP"] {
      var sending = Sending()
      (sending.suite, sending.profile) = (suite, profile)
      sending.says = [0: Self.crypto(0, suite)]
      let run = try sending.run()
      let stream = try #require(run.report.streams.first)
      #expect(stream.srtp?.state == .decrypted && stream.srtp?.suite == suite)
      #expect(stream.srtp?.origin == .sdp)
      #expect(stream.srtp?.opened == OpenedPackets(authenticated: 300))
      #expect(stream.warnings == [])
      #expect(try samples(run) == clear(sending))
    }
  }

  @Test(
    "open when their key comes late, or at the end, as early media's does",
    arguments: [40, 250, 300])
  func late(_ moment: Int) throws {
    var sending = Sending()
    sending.says = [0: "", moment: Self.crypto(0)]
    let run = try sending.run()
    #expect(run.report.streams.first?.srtp?.opened == OpenedPackets(authenticated: 300))
    #expect(try samples(run) == clear(sending))
  }

  @Test(
    "that are captured from the middle of a call, and whose sequence numbers wrap",
    arguments: [0, 1, 3, 60] as [UInt32])
  func rollover(_ counter: UInt32) throws {
    var sending = Sending()
    (sending.firstSequence, sending.rollover) = (65_400, counter)
    sending.says = [0: Self.crypto(0)]
    let run = try sending.run()
    #expect(run.report.streams.first?.srtp?.opened == OpenedPackets(authenticated: 300))
    #expect(try samples(run) == clear(sending))
  }

  @Test(
    "go on under the key of a new offer",
    arguments: [CryptoSuite.aes128CM80, .aes128CM32, .aes256GCM])
  func newKey(_ suite: CryptoSuite) throws {
    var sending = Sending()
    sending.suite = suite
    sending.key = { $0 < 160 ? 0 : 1 }
    sending.says = [0: Self.crypto(0, suite), 150: Self.crypto(1, suite)]
    let run = try sending.run()
    #expect(run.report.streams.first?.srtp?.opened == OpenedPackets(authenticated: 300))
    #expect(try samples(run) == clear(sending))
  }

  @Test("with a master key identifier in each packet", arguments: [1, 2, 4])
  func identifier(_ length: Int) throws {
    var sending = Sending()
    sending.identifier = MasterKeyIdentifier(bytes: [UInt8](repeating: 1, count: length))
    // The SDP does not say it.
    sending.says = [0: Self.crypto(0)]
    let run = try sending.run()
    #expect(run.report.streams.first?.srtp?.opened == OpenedPackets(authenticated: 300))
    #expect(try samples(run) == clear(sending))
  }

  @Test("leave packets out whose tag is wrong, and keep their place")
  func damaged() throws {
    var sending = Sending()
    sending.isDamaged = { $0 % 10 == 7 && $0 > 20 }
    sending.says = [0: Self.crypto(0)]
    let run = try sending.run()
    #expect(
      run.report.streams.first?.srtp?.opened == OpenedPackets(authenticated: 272, failed: 28))
    #expect(
      run.report.streams.first?.warnings == [
        "28 packets with a wrong authentication tag were left out"
      ])
    var lossy = sending
    lossy.isLost = sending.isDamaged
    #expect(try samples(run) == clear(lossy))
  }

  @Test("open by a key that an option gives, for one SSRC or for all")
  func option() throws {
    let key = Sending.text(0, .aes128CM80)
    for option in [key, "0x7=\(key)", "AES_CM_128_HMAC_SHA1_80:\(key)", "inline:\(key)|2^31"] {
      var sending = Sending()
      sending.options = [Sending.text(1, .aes128CM80), option]
      let run = try sending.run()
      #expect(run.report.streams.first?.srtp?.origin == .option)
      #expect(try samples(run) == clear(sending))
    }
  }

  @Test("stay closed where no tag bears out a key, and nothing is said of the key")
  func wrongKey() throws {
    var sending = Sending()
    sending.says = [0: Self.crypto(1)]
    sending.options = [Sending.text(2, .aes128CM80)]
    let run = try sending.run()
    let stream = try #require(run.report.streams.first)
    #expect(stream.srtp?.state == .wrongKey && stream.file == nil)
    #expect(stream.warnings.count == 1 && stream.warnings[0].contains("no authentication tag"))
    for name in run.names {
      let text = String(decoding: try run.data(name), as: UTF8.self)
      #expect(!text.contains(Sending.text(1, .aes128CM80).prefix(12)))
      #expect(!text.contains(Sending.text(2, .aes128CM80).prefix(12)))
    }
  }

  @Test("without any key say what to pass")
  func noKey() throws {
    var sending = Sending()
    sending.says = [0: ""]
    let run = try sending.run()
    let stream = try #require(run.report.streams.first)
    #expect(stream.srtp?.state == .noKey && stream.file == nil)
    #expect(stream.warnings.count == 1 && stream.warnings[0].contains("--srtp-key"))
    sending.says = [0: "AES_CM_512_HMAC_MD5 inline:\(Sending.text(0, .aes128CM80))"]
    let other = try #require(try sending.run().report.streams.first)
    #expect(other.srtp?.state == .unsupported && other.warnings[0].contains("AES_CM_512_HMAC_MD5"))
  }

  @Test("of a long call hold digits for the checks, whenever they are opened", arguments: [0, 300])
  func checkedDigits(_ moment: Int) throws {
    var sending = Sending()
    sending.says = moment == 0 ? [0: Self.crypto(0)] : [0: "", moment: Self.crypto(0)]
    sending.keepsEvents = true
    sending.timestamp = { (250..<265).contains($0) ? 250 * 160 : $0 * 160 }
    let audio = sending.payload
    sending.payload = { number in
      guard (250..<265).contains(number) else { return audio(number) }
      let duration = UInt16(min(number - 249, 13) * 160)
      return (101, [5, number >= 262 ? 0x8a : 0x0a, UInt8(duration >> 8), UInt8(duration & 0xff)])
    }
    let events = try #require(try sending.run().report.streams.first?.events)
    #expect(events.events.map { Int($0.code) } == [5])
    #expect(events.events.map(\.packets) == [15])
  }

  @Test(
    "whose payload type nothing names are guessed when they are opened, or found to be in clear")
  func unnamed() throws {
    let frames = try AMRStreamTests.frames(300)
    var sending = Sending()
    sending.options = [Sending.text(0, .aes128CM80)]
    sending.payload = { (97, AMRStreamTests.payload(frames[$0...$0])) }
    let run = try sending.run()
    #expect(run.report.streams.first?.codec == "AMR")
    #expect(run.report.streams.first?.srtp?.opened == OpenedPackets(authenticated: 300))
    sending.key = { _ in nil }
    let clear = try sending.run()
    #expect(clear.report.streams.first?.codec == "AMR" && clear.report.streams.first?.srtp == nil)
    #expect(try samples(run) == samples(clear))
  }

  @Test("open where a key comes for what follows, and none for what was before")
  func unknownBefore() throws {
    var sending = Sending()
    sending.key = { $0 < 120 ? 2 : 1 }
    sending.says = [0: "", 250: Self.crypto(1)]
    let run = try sending.run()
    let stream = try #require(run.report.streams.first)
    #expect(stream.srtp?.opened == OpenedPackets(authenticated: 180, failed: 120))
    #expect(try samples(run) == Array(clear(sending).suffix(180 * 160)))
  }

  @Test("by ZRTP are named, whatever went in clear before", arguments: [2, 50, 200])
  func zrtp(_ moment: Int) throws {
    var sending = Sending()
    sending.key = { $0 < moment ? nil : 0 }
    // RFC 6189, section 5: version, sequence number, cookie, SSRC; preamble, length, type; a CRC.
    sending.others = [
      moment: [0x10, 0, 0, 9] + Array("ZRTP".utf8) + [0, 0, 0, 7, 0x50, 0x5a, 0, 3]
        + Array("Conf2ACK".utf8) + [1, 2, 3, 4]
    ]
    let run = try sending.run()
    let stream = try #require(run.report.streams.first)
    #expect(stream.file == nil && stream.srtp?.state == .noKey)
    #expect(stream.warnings.contains { $0.hasPrefix("encrypted by ZRTP: ") })
    #expect(!run.names.contains { $0.hasSuffix(".wav") || $0.hasSuffix(".part") })
  }

  @Test("whose SDP comes when they flow are closed from there on, and open from there on")
  func announcedLate() throws {
    var sending = Sending()
    sending.says = [60: Self.crypto(0)]
    let run = try sending.run()
    let stream = try #require(run.report.streams.first)
    #expect(stream.srtp?.opened == OpenedPackets(authenticated: 240))
    #expect(try samples(run) == Array(clear(sending).suffix(240 * 160)))
    sending.says = [200: Self.crypto(0)]
    #expect(try sending.run().report.streams.first?.file == nil)
  }

  @Test("are none where packets are in clear after all")
  func plain() throws {
    var sending = Sending()
    sending.key = { _ in nil }
    sending.says = [0: Self.crypto(0)]
    #expect(try sending.run().report.streams.first?.file == nil)
    sending.isPlain = true
    #expect(try samples(sending.run()) == clear(sending))
    sending.isPlain = false
    sending.profile = "RTP/AVP"
    let run = try sending.run()
    #expect(run.report.streams.first?.srtp == nil)
    #expect(try samples(run) == clear(sending))
  }

  @Test("hold digits and redundancy, too")
  func digits() throws {
    var sending = Sending()
    sending.says = [0: Self.crypto(0)]
    let audio = sending.payload
    sending.payload = { number in
      guard (100..<115).contains(number) else {
        // A block of PCMU, and the one before it (RFC 2198, section 3).
        return number < 200
          ? audio(number) : (121, [0x80, 2, 0x80, 160, 0] + audio(number - 1).1 + audio(number).1)
      }
      let duration = UInt16(min(number - 99, 13) * 160)
      return (101, [5, number >= 112 ? 0x8a : 0x0a, UInt8(duration >> 8), UInt8(duration & 0xff)])
    }
    sending.isLost = { $0 % 20 == 11 && $0 > 200 }
    let run = try sending.run()
    var clear = sending
    clear.key = { _ in nil }
    clear.says = [0: ""]
    clear.profile = "RTP/AVP"
    let plain = try clear.run(encrypts: false)
    #expect(run.report.streams.first?.played?.digits.first == .five)
    #expect(run.report.streams.first?.srtp?.opened?.failed == 0)
    #expect(try samples(run) == samples(plain))
    #expect(
      plain.report.streams.first?.played?.gaps.recent.contains { $0.fill == .redundancy } == true)
  }
}
