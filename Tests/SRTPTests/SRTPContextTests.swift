import Cryptography
import SRTP
import TestSupport
import Testing

@Suite("Contexts of SRTP and SRTCP")
struct SRTPContextTests {
  @Test(
    "a bit anywhere makes a packet fail, and it stays what it was", arguments: CryptoSuite.allCases)
  func damaged(suite: CryptoSuite) throws {
    var context = try SRTPContext(masterKey(suite, mki: [7]))
    let clear = rtp(1000, csrcs: 1, extension: 1)
    let sealing = context.protected(clear, 3)
    let sealed = try #require(sealing)
    #expect(sealed.count == clear.count + suite.tagBytes + 1)
    let identifier = suite.rawValue.hasSuffix("GCM") ? sealed.count - 1 : clear.count
    // The first byte, the padding bit and more, decides where the parts lie.
    for place in sealed.indices where place > 0 && place != identifier {
      var damaged = sealed
      damaged[place] ^= 0x10
      let opened = context.unprotected(damaged, 3)
      let isMalformed = place >= 18 && place < 20
      #expect(
        opened.outcome == .authenticationFailed || isMalformed && opened.outcome == .malformed)
      #expect(opened.bytes == damaged)
    }
    for counter in [0, 2, 4, UInt32.max] {
      let opened = context.unprotected(sealed, counter)
      #expect(opened == Opened(.authenticationFailed, sealed))
    }
    let opened = context.unprotected(sealed, 3)
    #expect(opened.clear == clear)
  }

  @Test("what is too short for its parts is malformed", arguments: CryptoSuite.allCases)
  func short(suite: CryptoSuite) throws {
    var context = try SRTPContext(masterKey(suite))
    let sealing = context.protected(rtp(1, payload: 0))
    let whole = try #require(sealing)
    for count in 0..<whole.count {
      let packet = Array(whole.prefix(count))
      let opened = context.unprotected(packet)
      #expect(opened == Opened(.malformed, packet))
      let isRight = context.authenticates(packet.span, rolloverCounter: 0)
      #expect(!isRight)
    }
    for packet in [rtp(1, payload: 0, csrcs: 15).prefix(71), [0x40] + rtp(1).dropFirst()] {
      let protected = context.protected(Array(packet))
      #expect(protected == nil)
    }
  }

  @Test(
    "encrypted header extensions are recognised, and authenticated", arguments: [0xc0de, 0xc2de])
  func cryptex(profile: Int) throws {
    var context = try SRTPContext(masterKey(.aes128CM80))
    let clear = rtp(1, extension: 1, profile: profile)
    let refused = context.protected(clear)
    #expect(refused == nil)
    let opened = context.unprotected(clear)
    #expect(opened == Opened(.cryptex, clear))
    let plain = rtp(1, extension: 1)
    let verdicts = [SRTPContext.isCryptex(clear.span), SRTPContext.isCryptex(plain.span)]
    #expect(verdicts == [true, false])
  }

  @Test("without tags a packet is decrypted, right or not")
  func untagged() throws {
    let key = try masterKey(.aes128CM80, .unauthenticatedSRTP)
    var context = try SRTPContext(key)
    var tagged = try SRTPContext(masterKey(.aes128CM80))
    let clear = rtp(1)
    let sealed = context.protected(clear)
    let longer = tagged.protected(clear)
    #expect(sealed == longer?.dropLast(10))
    let opened = context.unprotected(try #require(sealed))
    #expect(opened.clear == clear)
    let other = context.unprotected(try #require(sealed), 1)
    #expect(other.clear?.count == clear.count && other.clear != clear)
    // AES-GCM has its tag in any case.
    var galois = try SRTPContext(masterKey(.aes128GCM, .unauthenticatedSRTP))
    let failed = galois.unprotected(try #require(sealed))
    #expect(failed.outcome == .authenticationFailed)
  }

  @Test(
    "RTCP that is damaged or short fails, and stays what it was", arguments: CryptoSuite.allCases)
  func damagedRTCP(suite: CryptoSuite) throws {
    var context = try SRTCPContext(masterKey(suite))
    let clear = RTCPBytes.packet(201, count: 0, RTCPBytes.words(0x1a2b_3c4d))
    let sealing = context.protected(clear, index: 0x7fff_ffff)
    let sealed = try #require(sealing)
    #expect(sealed.count == clear.count + 4 + suite.rtcpTagBytes)
    for place in sealed.indices {
      var damaged = sealed
      damaged[place] ^= 1
      let opened = context.unprotected(damaged)
      #expect(opened == Opened(.authenticationFailed, damaged))
    }
    // The first 32 bits of a tag are a short tag.
    let short = sealed.count - suite.rtcpTagBytes + suite.tagBytes
    for count in 0..<sealed.count where count != short {
      let opened = context.unprotected(Array(sealed.prefix(count)))
      #expect(opened.clear == nil && opened.bytes == Array(sealed.prefix(count)))
    }
    let opened = context.unprotected(sealed)
    #expect(opened.clear == clear)
  }

  @Test("a suite of another key length is refused")
  func otherSuite() throws {
    let key = try masterKey(.aes128CM80)
    #expect(throws: CryptographyError.keyLength(30)) { try Self.make(key, .aes256CM80) }
  }

  private static func make(_ key: MasterKey, _ suite: CryptoSuite) throws {
    _ = try SRTPContext(key, suite: suite)
  }

  @Test(
    "the rollover counter is our count of wraps and an offset",
    arguments: [
      (order: Int64(0), offset: Int64(0), value: UInt32(0)), (65_535, 0, 0), (65_536, 0, 1),
      (-1, 1, 0), (-1, 0, .max), (655_360, -10, 0), (655_360, 54, 64),
    ])
  func rollover(order: Int64, offset: Int64, value: UInt32) {
    #expect(RolloverCounter.value(order: order, offset: offset) == value)
    if value != .max { #expect(RolloverCounter.offset(order: order, value: value) == offset) }
  }
}
