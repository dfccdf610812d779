import SRTP
import TestSupport
import Testing

@Suite("A key as users give it")
struct KeyOptionTests {
  private static let inHex = hex(ExampleKeys.short)
  private static let both: [CryptoSuite] = [.aes128CM80, .aes128CM32]

  struct Option: CustomTestStringConvertible, Sendable {
    let text: String
    var ssrc: UInt32?
    var key = ExampleKeys.short
    var suites = both
    var identifier: [UInt8]?
    var testDescription: String { text }
  }

  static let options: [Option] = [
    Option(text: ExampleKeys.shortBase64), Option(text: "  \(ExampleKeys.shortBase64)\n"),
    Option(text: inHex),
    Option(text: inHex.uppercased()), Option(text: "inline:\(ExampleKeys.shortBase64)"),
    Option(text: "inline:\(ExampleKeys.shortBase64)|2^31|1:4", identifier: [0, 0, 0, 1]),
    Option(text: "\(ExampleKeys.shortBase64)|2^31"),
    Option(
      text: ExampleKeys.short.map { hex([$0]) }.joined(separator: ":")),
    Option(text: "0x1a2b3c4d=\(ExampleKeys.shortBase64)", ssrc: 0x1a2b_3c4d),
    Option(text: "439041101=\(ExampleKeys.shortBase64)", ssrc: 439_041_101),
    Option(
      text: "0xDEADBEEF=AES_CM_128_HMAC_SHA1_32:\(ExampleKeys.shortBase64)", ssrc: 0xdead_beef,
      suites: [.aes128CM32]
    ),
    Option(text: "aes_cm_128_hmac_sha1_80:\(inHex)", suites: [.aes128CM80]),
    Option(
      text: "NULL_HMAC_SHA1_80:inline:\(ExampleKeys.shortBase64)|1:1", suites: [.null80],
      identifier: [1]),
    Option(
      text: "7=a=crypto:3 AES_CM_128_HMAC_SHA1_80 inline:\(ExampleKeys.shortBase64)|2^31", ssrc: 7,
      suites: [.aes128CM80]),
    Option(
      text: "a=crypto:3 AES_CM_128_HMAC_SHA1_80 inline:\(ExampleKeys.shortBase64)",
      suites: [.aes128CM80]),
    Option(
      text: "1 AES_CM_128_HMAC_SHA1_80 inline:\(ExampleKeys.shortBase64)", suites: [.aes128CM80]),
    Option(
      text: ExampleKeys.longBase64, key: ExampleKeys.long, suites: [.aes256CM80, .aes256CM32]),
    Option(
      text: "5=\(ExampleKeys.longBase64)|2^20|1:4", ssrc: 5, key: ExampleKeys.long,
      suites: [.aes256CM80, .aes256CM32], identifier: [0, 0, 0, 1]),
    Option(
      text: hex([UInt8](1...28)), key: [UInt8](1...28), suites: [.aes128GCM]),
    // A base64 key that looks like hexadecimal, and one with the letters of URLs.
    Option(
      text: "0123456789abcdefABCDEF0123456789abcdefAB",
      key: bytes(hex: "d35db7e39ebbf3d69b71d79f001083105d35db7e39ebbf3d69b71d79f001")),
    Option(
      text: "-_-_" + ExampleKeys.shortBase64.dropFirst(4),
      key: [0xfb, 0xff, 0xbf] + ExampleKeys.short.dropFirst(3)),
  ]

  @Test("base64, hexadecimal, what SDP has; with suite and SSRC or without", arguments: options)
  func reads(option: Option) throws {
    let read = try KeyOption(option.text)
    #expect(read.ssrc == option.ssrc)
    #expect(read.keys.map(\.secret) == [secret(option.key)])
    #expect(read.keys.map(\.suites) == [option.suites])
    #expect(read.keys.map { $0.identifier?.bytes } == [option.identifier])
  }

  static let wrong: [(String, SRTPError)] = [
    ("", .notAKey), ("=", .notAKey), ("sesame!", .notAKey),
    (String(ExampleKeys.shortBase64.dropLast(3)), .notAKey),
    (String(ExampleKeys.shortBase64.dropLast()), .keyLength(29, suite: nil)),
    (ExampleKeys.longBase64 + "Zm9v", .unreadableSSRC),
    ("AES_CM_128_HMAC_SHA1_80:\(ExampleKeys.longBase64)", .keyLength(46, suite: .aes128CM80)),
    ("AES_CM_128_HMAC_SHA1_80:" + hex([UInt8](1...16)), .keyLength(16, suite: .aes128CM80)),
    (hex([UInt8](1...21)), .keyLength(21, suite: nil)),
    ("F8_128_HMAC_SHA1_80:\(ExampleKeys.shortBase64)", .unknownSuite("F8_128_HMAC_SHA1_80")),
    ("\(ExampleKeys.shortBase64):\(ExampleKeys.shortBase64)", .unknownSuite(nil)),
    ("0xdeadbeef00=\(ExampleKeys.shortBase64)", .unreadableSSRC),
    ("ssrc=\(ExampleKeys.shortBase64)", .unreadableSSRC),
    ("4294967296=\(ExampleKeys.shortBase64)", .unreadableSSRC),
    ("-1=\(ExampleKeys.shortBase64)", .unreadableSSRC),
    ("=\(ExampleKeys.shortBase64)", .unreadableSSRC),
    ("\(ExampleKeys.shortBase64)=\(ExampleKeys.shortBase64)", .unreadableSSRC),
    ("inline:\(ExampleKeys.shortBase64)|9:9:9", .unreadableIdentifier),
    ("a b", .unreadableAttribute),
  ]

  @Test("what is wrong is named, and the key is not", arguments: wrong)
  func refuses(text: String, expected: SRTPError) {
    #expect(throws: expected) { try KeyOption(text) }
    #expect(
      !"\(expected)".contains(ExampleKeys.shortBase64)
        && !"\(expected)".contains(ExampleKeys.longBase64))
  }

  @Test("the sentence says what was expected, and what it looks like")
  func sentences() {
    #expect(
      SRTPError.keyLength(46, suite: .aes128CM80).description
        == "a key for AES_CM_128_HMAC_SHA1_80 has 30 bytes (40 characters of base64 or 60 of hex); "
        + "this has 46: that is AES_256_CM_HMAC_SHA1_80")
    #expect(
      SRTPError.keyLength(30, suite: .aes256CM32).description
        == "a key for AES_256_CM_HMAC_SHA1_32 has 46 bytes (64 characters of base64 or 92 of hex); "
        + "this has 30: that is AES_CM_128_HMAC_SHA1_32")
    #expect(
      SRTPError.keyLength(16, suite: .aes128GCM).description
        == "a key for AEAD_AES_128_GCM has 28 bytes (40 characters of base64 or 56 of hex); "
        + "this has 16: the salt, which belongs behind the key, is missing")
    #expect(
      SRTPError.keyLength(29, suite: nil).description
        == "a key with its salt has 28 (AEAD_AES_128_GCM), 30 (AES_CM_128_HMAC_SHA1_80), "
        + "38 (AES_192_CM_HMAC_SHA1_80), 44 (AEAD_AES_256_GCM) or 46 (AES_256_CM_HMAC_SHA1_80) bytes; "
        + "this has 29")
  }

  @Test("a key that was read is never printed")
  func printing() throws {
    let read = try KeyOption("1=\(ExampleKeys.shortBase64)")
    for text in ["\(read)", String(reflecting: read), "\(read.keys)"] {
      #expect(text.contains("(secret)"))
      #expect(!text.contains("AQID") && !text.lowercased().contains("010203"))
    }
  }
}
