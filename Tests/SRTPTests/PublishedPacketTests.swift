import Cryptography
import TestSupport
import Testing

@testable import SRTP

@Suite("Packets that RFCs and libraries print")
struct PublishedPacketTests {
  struct Example: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let suite: CryptoSuite
    let key: [UInt8]
    let clear: [UInt8]
    let sealed: [UInt8]

    init(_ name: String, _ suite: CryptoSuite, clear: [UInt8], sealed: String) {
      testDescription = name
      self.suite = suite
      key = [UInt8](0..<UInt8(suite.keyBytes))
      self.clear = clear
      self.sealed = bytes(hex: sealed)
    }

    func transform() throws -> Transform {
      // "Quid pro quo".
      let salt = bytes(hex: "51756964 2070726f 2071756f")
      return try Transform(
        SessionKeys(
          suite: suite, encryption: secret(key), authentication: secret([]), salt: secret(salt)))
    }
  }

  /// RFC 7714, section 16.
  private static let rtp = bytes(
    hex: "8040f17b 8041f8d3 5501a0b2 47616c6c 69612065 7374206f 6d6e6973 20646976 69736120 696e2070"
      + "61727465 73207472 6573")
  static let rtpExamples = [
    Example(
      "RFC 7714, 16.1", .aes128GCM, clear: rtp,
      sealed: "8040f17b 8041f8d3 5501a0b2 f24de3a3 fb34de6c acba861c 9d7e4bca be633bd5 0d294e6f"
        + "42a5f47a 51c7d19b 36de3adf 8833899d 7f27beb1 6a9152cf 765ee439 0cce"),
    Example(
      "RFC 7714, 16.2", .aes256GCM, clear: rtp,
      sealed: "8040f17b 8041f8d3 5501a0b2 32b1de78 a822fe12 ef9f78fa 332e33aa b1801238 9a58e2f3"
        + "b50b2a02 76ffae0f 1ba63799 b87b7aa3 db36dfff d6b0f9bb 7878d7a7 6c13"),
  ]

  @Test("RTP under AES-GCM", arguments: rtpExamples)
  func galoisRTP(example: Example) throws {
    let header = try #require(parsed(example.clear))
    let layout = try #require(
      PacketLayout(
        example.suite, header, rolloverCounter: 0, count: example.sealed.count, identifierBytes: 0,
        tagBytes: 16))
    try check(example, layout)
  }

  /// RFC 7714, section 17, where the index is 0x5d4.
  private static let rtcp = bytes(
    hex: "81c8000d 4d617273 4e545031 4e545032 52545020 0000042a 0000e930 4c756e61 deadbeef deadbeef"
      + "deadbeef deadbeef deadbeef")
  static let rtcpExamples = [
    Example(
      "RFC 7714, 17.1", .aes128GCM, clear: rtcp,
      sealed: "81c8000d 4d617273 63e94885 dcdab67c a727d766 2f6b7e99 7ff5c0f7 6c06f32d c676a5f1"
        + "730d6fda 4ce09b46 86303ded 0bb9275b c84aa458 96cf4d2f c5abf872 45d9eade 800005d4"),
    Example(
      "RFC 7714, 17.3: only authenticated", .aes128GCM, clear: rtcp,
      sealed: "81c8000d 4d617273 4e545031 4e545032 52545020 0000042a 0000e930 4c756e61 deadbeef"
        + "deadbeef deadbeef deadbeef deadbeef 841dd968 3dd78ec9 2ae58790 125f62b3 000005d4"),
    Example(
      "RFC 7714, 17.2", .aes256GCM, clear: rtcp,
      sealed: "81c8000d 4d617273 d50ae4d1 f5ce5d30 4ba297e4 7d470c28 2c3ece5d bffe0a50 a2eaa5c1"
        + "110555be 8415f658 c61de047 6f1b6fad 1d1eb30c 4446839f 57ff6f6c b26ac3be 800005d4"),
    Example(
      "RFC 7714, 17.4: only authenticated", .aes256GCM, clear: rtcp,
      sealed: "81c8000d 4d617273 4e545031 4e545032 52545020 0000042a 0000e930 4c756e61 deadbeef"
        + "deadbeef deadbeef deadbeef deadbeef 91db4afb feee5a97 8fab4393 ed2615fe 000005d4"),
  ]

  @Test("RTCP under AES-GCM", arguments: rtcpExamples)
  func galoisRTCP(example: Example) throws {
    let layout = try #require(rtcpLayout(example))
    #expect(layout.index == 0x5d4)
    try check(example, layout)
  }

  // What `#require` expands to cannot take a span.
  private func parsed(_ packet: [UInt8]) -> ProtectedHeader? { ProtectedHeader(packet.span) }

  private func rtcpLayout(_ example: Example) -> PacketLayout? {
    PacketLayout(example.suite, rtcp: example.sealed.span, identifierBytes: 0, tagBytes: 16)
  }

  private func check(_ example: Example, _ layout: PacketLayout) throws {
    var transform = try example.transform()
    let isRight = transform.verifies(example.sealed.span, layout)
    #expect(isRight)
    var packet = example.sealed
    var span = packet.mutableSpan
    let isOpen = transform.open(&span, layout)
    #expect(isOpen)
    #expect(packet.starts(with: example.clear))
    // Back again, over the opened packet, with what stands behind it spoilt but for RTCP's word.
    for place in layout.tag { packet[place] = 0 }
    span = packet.mutableSpan
    let isSealed = transform.seal(&span, layout)
    #expect(isSealed)
    #expect(packet == example.sealed)
  }

  @Test("RTP and RTCP that libsrtp tests itself by")
  func libsrtp() throws {
    let key = try MasterKey(
      secret(bytes(hex: "e1f97a0d3e018be0d64fa32c06de4139 0ec675ad498afeebb6960b3aabe6")),
      suite: .aes128CM80)
    let payload = [UInt8](repeating: 0xab, count: 16)
    var context = try SRTPContext(key)
    let clear = bytes(hex: "800f1234 decafbad cafebabe") + payload
    let sealed = bytes(
      hex: "800f1234 decafbad cafebabe 4e55dc4c e79978d8 8ca4d215 949d2402 b78d6acc 99ea179b 8dbb")
    let protected = context.protected(clear)
    #expect(protected == sealed)
    let unprotected = context.unprotected(sealed)
    #expect(unprotected.clear == clear)

    var rtcpContext = try SRTCPContext(key)
    let rtcp = bytes(hex: "81c8000b cafebabe") + payload
    let sealedRTCP = bytes(
      hex: "81c8000b cafebabe 7128035b e487b9bd bef89041 f977a5a8 80000001 993e08cd 54d6c123 0798")
    let protectedRTCP = rtcpContext.protected(rtcp, index: 1)
    #expect(protectedRTCP == sealedRTCP)
    let unprotectedRTCP = rtcpContext.unprotected(sealedRTCP)
    #expect(unprotectedRTCP.clear == rtcp)
  }
}
