import Audio
import Cryptography
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
  private static let secrets = ["one", "two", "three"].map { name in
    String(repeating: name, count: 16).utf8.prefix(46).map { $0 }
  }

  /// The key of a suite, as an SDP says it.
  private static func text(_ number: Int, _ suite: CryptoSuite) -> String {
    Data(secrets[number].prefix(suite.masterBytes)).base64EncodedString()
  }

  private static func key(
    _ number: Int, _ suite: CryptoSuite, identifier: MasterKeyIdentifier? = nil
  ) throws -> MasterKey {
    try MasterKey(
      SecretBytes(copying: Array(secrets[number].prefix(suite.masterBytes)).span), suite: suite,
      identifier: identifier)
  }

  /// 300 packets of PCMU, one SIP message where it says so, and what the job makes of them.
  private struct Sending {
    var suite = CryptoSuite.aes128CM80
    /// The number of the key of a packet; nil for one in clear.
    var key: (Int) -> Int? = { _ in 0 }
    var firstSequence = 1000
    var rollover: UInt32 = 0
    var identifier: MasterKeyIdentifier?
    var isLost: (Int) -> Bool = { _ in false }
    var isDamaged: (Int) -> Bool = { _ in false }
    /// Before which packets the SDP comes, with which crypto line.
    var says: [Int: String] = [:]
    var profile = "RTP/SAVP"
    var options: [String] = []
    var isPlain = false
    var payload: (Int) -> (UInt8, [UInt8]) = { number in
      (0, (0..<160).map { UInt8(truncatingIfNeeded: 0x80 | (number * 7 + $0) & 0x3f) })
    }

    func run(encrypts: Bool = true) throws -> Run {
      var trace = TraceWriter()
      let senders = try [0, 1, 2].map { number in
        try Protector(
          ProtectedStreamTests.key(number, suite, identifier: identifier), suite)
      }
      for number in 0...300 {
        if let crypto = says[number] {
          trace.add(
            datagram: sdp(crypto, number), at: Double(number) * 0.02, source: 1, destination: 2)
        }
        guard number < 300, !isLost(number) else { continue }
        let sequence = firstSequence + number
        let (payloadType, payload) = payload(number)
        var packet: [UInt8] =
          [0x80, payloadType, UInt8(sequence >> 8 & 255), UInt8(sequence & 255)]
          + big(number * 160) + [0, 0, 0, 7] + payload
        if encrypts, let index = key(number) {
          let counter = rollover + UInt32(sequence >> 16)
          senders[index].protect(&packet, counter)
          if isDamaged(number) { packet[packet.count - 1] ^= 1 }
        }
        trace.add(
          datagram: packet, at: Double(number) * 0.02 + 0.001, source: 1, destination: 2)
      }
      let path = try trace.write()
      defer { try? FileManager.default.removeItem(atPath: path) }
      var job = ExtractionOptions()
      job.demultiplexing.keys = try options.map { try KeyOption($0) }
      job.demultiplexing.isPlain = isPlain
      return try Run([path], job)
    }

    private func big(_ value: Int) -> [UInt8] {
      (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }
    }

    private func sdp(_ crypto: String, _ number: Int) -> [UInt8] {
      let body = """
        v=0\r
        o=- 1 \(number) IN IP4 10.0.0.1\r
        s=-\r
        c=IN IP4 10.0.0.1\r
        t=0 0\r
        m=audio 4000 \(profile) 0 101 121\r
        a=rtpmap:101 telephone-event/8000\r
        a=rtpmap:121 red/8000\r
        \(crypto.isEmpty ? "" : "a=crypto:1 \(crypto)\r\n")
        """
      return Array(
        """
        INVITE sip:b@example.org SIP/2.0\r
        Via: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK\(number)\r
        From: <sip:a@example.org>;tag=1\r
        To: <sip:b@example.org>\r
        Call-ID: call-1\r
        CSeq: \(number + 1) INVITE\r
        Content-Type: application/sdp\r
        Content-Length: \(body.utf8.count)\r
        \r
        \(body)
        """.utf8)
    }
  }

  /// An encrypting sender.
  private final class Protector {
    private var context: SRTPContext

    init(_ key: MasterKey, _ suite: CryptoSuite) throws {
      context = try SRTPContext(key, suite: suite)
    }

    func protect(_ packet: inout [UInt8], _ counter: UInt32) {
      #expect(context.protect(&packet, rolloverCounter: counter))
    }
  }

  private static func crypto(_ number: Int, _ suite: CryptoSuite = .aes128CM80) -> String {
    "\(suite.rawValue) inline:\(text(number, suite))"
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
    let key = Self.text(0, .aes128CM80)
    for option in [key, "0x7=\(key)", "AES_CM_128_HMAC_SHA1_80:\(key)", "inline:\(key)|2^31"] {
      var sending = Sending()
      sending.options = [Self.text(1, .aes128CM80), option]
      let run = try sending.run()
      #expect(run.report.streams.first?.srtp?.origin == .option)
      #expect(try samples(run) == clear(sending))
    }
  }

  @Test("stay closed where no tag bears out a key, and nothing is said of the key")
  func wrongKey() throws {
    var sending = Sending()
    sending.says = [0: Self.crypto(1)]
    sending.options = [Self.text(2, .aes128CM80)]
    let run = try sending.run()
    let stream = try #require(run.report.streams.first)
    #expect(stream.srtp?.state == .wrongKey && stream.file == nil)
    #expect(stream.warnings.count == 1 && stream.warnings[0].contains("no authentication tag"))
    for name in run.names {
      let text = String(decoding: try run.data(name), as: UTF8.self)
      #expect(!text.contains(Self.text(1, .aes128CM80).prefix(12)))
      #expect(!text.contains(Self.text(2, .aes128CM80).prefix(12)))
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
    sending.says = [0: "AES_CM_512_HMAC_MD5 inline:\(Self.text(0, .aes128CM80))"]
    let other = try #require(try sending.run().report.streams.first)
    #expect(other.srtp?.state == .unsupported && other.warnings[0].contains("AES_CM_512_HMAC_MD5"))
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
