import Audio
import Playout
import Reporting
import SRTP
import Synthesis
import TestSupport
import Testing

@Suite("Made traces of SRTP", .waitsForOthers)
struct ProtectionTests {
  /// 1 to 30 and 1 to 44, by another program.
  static let short = "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0e"
  static let long = "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyAhIiMkJSYnKCkqKyw="

  /// A call with all that packets may hold, and all that may become of them, across a wrap of the sequence numbers.
  private func call(_ srtp: String?, seed: UInt64 = 5, sequence: UInt16 = 65_500) throws -> Trace {
    var audio = try tone(1)
    audio.segments += [.silence(1)] + audio.segments
    var answer = media()
    answer.silence = .noise
    answer.sequenceNumber = sequence
    var offer = answer
    offer.digits = try DigitPress.parse("1#@200ms")
    offer.changes = [.init(.ssrc, at: 2.5)]
    let protection = try srtp.map { try MediaProtection.parse($0) }
    return try Trace(audio, offer) {
      $0.protection = protection
      $0.seed = seed
      $0.signals = true
      $0.reply = TraceSynthesis.Party(Trace.destination, audio, answer)
      $0.impairments.loss = 0.05
      $0.impairments.reorder = 0.1
      $0.impairments.duplicate = 0.1
      $0.impairments.jitter = 0.005
    }
  }

  /// Those that libsrtp2 2.5 has right: its session keys of 192 bits are others (its issue 763).
  static let suites = MediaProtection.suites.filter { !$0.contains("192") }

  static let given = [
    "AES_CM_128_HMAC_SHA1_80:\(short)",
    "AES_CM_128_HMAC_SHA1_32:" + hex([UInt8](1...30)),
    "AEAD_AES_256_GCM:inline:\(long)|2^31|66051:3",
    "1 AES_CM_128_HMAC_SHA1_80 inline:\(short)|1:1 UNENCRYPTED_SRTP",
  ]

  @Test(
    "libsrtp2 opens each packet by the key in its sender's SDP: it is that of the same call in clear",
    .enabled(if: SRTPPeer.libsrtp.isThere, "libsrtp2.so.1 is not there"), arguments: suites + given)
  func opens(_ srtp: String) throws {
    let (clear, sealed) = (try ProtectedCall(call(nil)), try ProtectedCall(call(srtp)))
    try #require(sealed.keys.count == 2 && clear.keys.isEmpty)
    for party in 0..<2 {
      let key = sealed.keys[party]
      let requests = sealed.streams[party].map { packets in
        SRTPPeer.Request(
          .unprotect, suite: key.suite, key: key.bytes, mki: key.mki, flags: key.flags,
          packets: packets)
      }
      let expected = clear.streams[party]
      #expect(try SRTPPeer.libsrtp.answers(requests) == expected)
      #expect(Set(expected[0].map { $0[2] }).isSuperset(of: [0, 0xff]), "no wrap")
      #expect(expected.count == (party == 0 ? 2 : 1))
      #expect(
        Set(expected.joined().map { $0[1] & 0x7f }) == (party == 0 ? [0, 13, 101] : [0, 13]))
    }
  }

  @Test(
    "what another reading of RFC 3711 and RFC 6188 makes of the same call is the same",
    .enabled(if: SRTPPeer.byRFC.isThere, "python3-cryptography is not there"),
    arguments: ["AES_192_CM_HMAC_SHA1_80", "AES_192_CM_HMAC_SHA1_32"])
  func byRFC(_ suite: String) throws {
    // It counts no wraps.
    let clear = try ProtectedCall(call(nil, sequence: 700))
    let sealed = try ProtectedCall(call(suite, sequence: 700))
    for (party, key) in sealed.keys.enumerated() {
      #expect(key.suite == suite && key.bytes.count == 38)
      let request = SRTPPeer.Request(
        .protect, suite: suite, key: key.bytes, packets: clear.streams[party][0])
      #expect(try SRTPPeer.byRFC.answers([request]) == [sealed.streams[party][0]])
    }
    #expect(sealed.keys.count == 2)
  }

  @Test("a key that is given is the caller's, and the SDP tells it", arguments: given)
  func givenKey(_ srtp: String) throws {
    let keys = try ProtectedCall(call(srtp)).keys
    #expect(keys.map { $0.bytes.count } == (srtp.contains("256") ? [44, 44] : [30, 30]))
    #expect(keys[0].bytes == [UInt8](1...UInt8(keys[0].bytes.count)))
    #expect(keys[1].mki == keys[0].mki && keys[1].flags == keys[0].flags)
  }

  @Test("equal seeds give equal keys, others give others; the parties never have the same")
  func seeds() throws {
    let suite = "AEAD_AES_128_GCM"
    #expect(try call(suite).bytes == call(suite).bytes)
    let keys = try (1...3).flatMap { try ProtectedCall(call(suite, seed: $0)).keys.map(\.bytes) }
    #expect(Set(keys).count == 6)
  }

  @Test(
    "the main job hears of each what it hears of the same call in clear",
    arguments: MediaProtection.suites)
  func roundTrip(_ suite: String) throws {
    let (clear, sealed) = (try call(nil), try call(suite))
    let (expected, report) = (try clear.extract().streams, try sealed.extract().streams)
    #expect(report.map(\.key) == expected.map(\.key) && expected.count == 3)
    for (stream, plain) in zip(report, expected) {
      #expect(stream.srtp?.state == .decrypted && stream.srtp?.suite?.rawValue == suite)
      #expect(stream.srtp?.opened?.failed == 0)
      #expect(try contents(sealed.audio(stream)) == contents(clear.audio(plain)))
      #expect(stream.played?.digits.text == plain.played?.digits.text)
    }
  }

  @Test("the media are RTP/SAVP, and tshark finds no fault with the SDP")
  func description() throws {
    let rows = try call("AES_256_CM_HMAC_SHA1_80").fields(
      "sdp.media.proto", "_ws.expert", filter: "sdp")
    #expect(rows == [["RTP/SAVP", ""], ["RTP/SAVP", ""]])
    #expect(try call(nil).fields("sdp.media.proto", filter: "sdp") == [["RTP/AVP"], ["RTP/AVP"]])
  }

  @Test(
    "what names no suite, or not one key, is refused",
    arguments: [
      "", "AES", short, "inline:\(short)", "0x1=AES_CM_128_HMAC_SHA1_80:\(short)",
      "AES_CM_128_HMAC_SHA1_80:", "AES_CM_128_HMAC_SHA1_80:\(long)", "F8_128_HMAC_SHA1_80:\(short)",
      "1 AES_CM_128_HMAC_SHA1_80 inline:\(short)|1:1;inline:\(short)|2:1",
    ])
  func mistakes(_ srtp: String) {
    let error = #expect(throws: SynthesisError.self) { try MediaProtection.parse(srtp) }
    let text = error?.description ?? ""
    #expect(text.hasPrefix("--srtp") && !text.contains(Self.short) && !text.contains(Self.long))
  }
}
