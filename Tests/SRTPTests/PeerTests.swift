import Cryptography
import SRTP
import TestSupport
import Testing

@Suite("Packets of other implementations", .waitsForOthers)
struct PeerTests {
  /// Across the wrap of the sequence number, with CSRCs, a header extension and no payload among them.
  static let packets: [[UInt8]] =
    (65_500..<65_560).map { rtp($0) }
    + [rtp(65_560, csrcs: 3), rtp(65_561, extension: 2), rtp(65_562, csrcs: 15, extension: 0)]
    + [rtp(65_563, payload: 0), rtp(65_564, payload: 1), rtp(65_565, payload: 1300)]

  static let reports: [[UInt8]] = (0..<5).map { number in
    RTCPBytes.sender(0x1a2b_3c4d, ntp: Double(number), timestamp: UInt32(number))
      + RTCPBytes.packet(202, count: 1, RTCPBytes.words(0x1a2b_3c4d, 0x0103_6162, 0x6300_0000))
  }

  static func counter(_ packet: [UInt8], from first: Int) -> UInt32 {
    UInt32(packet[2] < 0x80 ? first + 1 : first)
  }

  struct Setting: Sendable {
    let suite: CryptoSuite
    var mki: [UInt8] = []
    var parameters: SessionParameters = []
    var flags = ""
    var counter = 0

    var master: [UInt8] { secretBytes(7, suite.masterBytes) }
    func key() throws -> MasterKey { try masterKey(suite, seed: 7, mki: mki, parameters) }

    func requests(isRTCP: Bool, clear: [[UInt8]], sealed: [[UInt8]]) -> [SRTPPeer.Request] {
      [(SRTPPeer.Request.Verb.protect, clear), (.unprotect, sealed)].map { verb, packets in
        SRTPPeer.Request(
          verb, isRTCP: isRTCP, suite: suite.rawValue, key: master, mki: mki, flags: flags,
          counter: counter, packets: packets)
      }
    }
  }

  /// Those that libsrtp2 2.5 has right: its session keys of 192 bits are others (its issue 763).
  static let suites = CryptoSuite.allCases.filter { $0.keyBytes != 24 }

  static func settings(_ suite: CryptoSuite) -> [Setting] {
    let settings = [
      Setting(suite: suite), Setting(suite: suite, counter: 5), Setting(suite: suite, mki: [1]),
      Setting(suite: suite, mki: [0, 0, 0, 9], counter: 64),
    ]
    let mayBePlain = [.aes128CM80, .aes256CM32].contains(suite)
    return mayBePlain
      ? settings + [Setting(suite: suite, parameters: .unencryptedSRTP, flags: "a")] : settings
  }

  @Test(
    "libsrtp2 opens ours, and makes the same; we open its",
    .enabled(if: SRTPPeer.libsrtp.isThere, "libsrtp2.so.1 is not there"), arguments: suites)
  func media(suite: CryptoSuite) throws {
    let settings = Self.settings(suite)
    let ours = try settings.map { setting in
      var context = try SRTPContext(setting.key())
      return try Self.packets.map { packet in
        let sealed = context.protected(packet, Self.counter(packet, from: setting.counter))
        return try #require(sealed)
      }
    }
    let answers = try SRTPPeer.libsrtp.answers(
      zip(settings, ours).flatMap {
        $0.requests(isRTCP: false, clear: Self.packets, sealed: $1)
      })
    #expect(answers == ours.flatMap { [$0, Self.packets] })
    for (setting, sealed) in zip(settings, ours) {
      var context = try SRTPContext(setting.key())
      for (packet, sealed) in zip(Self.packets, sealed) {
        let counter = Self.counter(packet, from: setting.counter)
        let isRight = context.authenticates(sealed.span, rolloverCounter: counter)
        #expect(isRight)
        let opened = context.unprotected(sealed, counter)
        #expect(opened.clear == packet)
      }
    }
  }

  static func rtcpSettings(_ suite: CryptoSuite) -> [Setting] {
    [[], [1], [0, 0, 0, 9]].map { Setting(suite: suite, mki: $0) }
      + (suite.rawValue.hasPrefix("NULL")
        ? [] : [Setting(suite: suite, mki: [1, 2], parameters: .unencryptedSRTCP, flags: "b")])
  }

  @Test(
    "so it is with RTCP", .enabled(if: SRTPPeer.libsrtp.isThere, "libsrtp2.so.1 is not there"),
    arguments: suites)
  func control(suite: CryptoSuite) throws {
    let settings = Self.rtcpSettings(suite)
    let ours = try settings.map { setting in
      var context = try SRTCPContext(setting.key())
      var sealed: [[UInt8]] = []
      for (index, packet) in Self.reports.enumerated() {
        let packet = context.protected(packet, index: UInt32(index + 1))
        sealed.append(try #require(packet))
      }
      return sealed
    }
    let answers = try SRTPPeer.libsrtp.answers(
      zip(settings, ours).flatMap { $0.requests(isRTCP: true, clear: Self.reports, sealed: $1) })
    for (place, (setting, sealed)) in zip(settings, ours).enumerated() {
      #expect(answers[2 * place] == sealed)
      // Where RTP's tag is shorter, libsrtp2 looks for the identifier of RTCP by RTP's, and does not open its own either.
      if suite.tagBytes == suite.rtcpTagBytes || setting.mki.isEmpty {
        #expect(answers[2 * place + 1] == Self.reports)
      }
      var context = try SRTCPContext(setting.key())
      for (packet, sealed) in zip(Self.reports, sealed) {
        let opened = context.unprotected(sealed)
        #expect(opened.clear == packet)
      }
    }
  }

  @Test(
    "RTCP with the short tag of its suite opens, too",
    .enabled(if: SRTPPeer.libsrtp.isThere, "libsrtp2.so.1 is not there"),
    arguments: [CryptoSuite.aes128CM32, .aes256CM32, .null32])
  func shortTag(suite: CryptoSuite) throws {
    let setting = Setting(suite: suite)
    let request = SRTPPeer.Request(
      .protect, isRTCP: true, suite: suite.rawValue, key: setting.master, flags: "s",
      packets: Self.reports)
    let theirs = try #require(try SRTPPeer.libsrtp.answers([request]).first)
    var context = try SRTCPContext(setting.key())
    for (packet, sealed) in zip(Self.reports, theirs) {
      let opened = context.unprotected(try #require(sealed))
      #expect(opened.clear == packet)
      #expect(sealed?.count == packet.count + 4 + 4)
    }
  }

  @Test(
    "what another reading of RFC 3711 and RFC 6188 makes is the same",
    .enabled(if: SRTPPeer.byRFC.isThere, "python3-cryptography is not there"),
    arguments: [CryptoSuite.aes192CM80, .aes192CM32, .aes128CM80, .aes256CM32], [0, 3])
  func byRFC(suite: CryptoSuite, counter: Int) throws {
    let setting = Setting(suite: suite, mki: [9, 8], counter: counter)
    let packets = Self.packets.filter { $0[0] == 0x80 && $0[2] >= 0x80 }
    let request = SRTPPeer.Request(
      .protect, suite: suite.rawValue, key: setting.master, mki: setting.mki, counter: counter,
      packets: packets)
    let theirs = try #require(try SRTPPeer.byRFC.answers([request]).first)
    var context = try SRTPContext(setting.key())
    for (packet, sealed) in zip(packets, theirs) {
      let ours = context.protected(packet, UInt32(counter))
      #expect(ours == sealed)
      let opened = context.unprotected(try #require(sealed), UInt32(counter))
      #expect(opened.clear == packet)
    }
  }
}
