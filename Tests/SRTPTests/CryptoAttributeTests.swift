import SRTP
import TestSupport
import Testing

/// Keys for reading only, and their base64 by another program.
enum ExampleKeys {
  static let short = [UInt8](1...30)
  static let shortBase64 = "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0e"
  static let long = [UInt8](1...46)
  static let longBase64 = "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyAhIiMkJSYnKCkqKywtLg=="
}

@Suite("Keys in SDP")
struct CryptoAttributeTests {
  struct Line: CustomTestStringConvertible, Sendable {
    let text: String
    var tag = 1
    var suite = CryptoSuite.aes128CM80
    var keys = [ExampleKeys.short]
    var identifiers: [[UInt8]?] = [nil]
    var parameters: SessionParameters = []
    var testDescription: String { text }
  }

  static let lines: [Line] = [
    Line(text: "1 AES_CM_128_HMAC_SHA1_80 inline:\(ExampleKeys.shortBase64)"),
    Line(text: "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:\(ExampleKeys.shortBase64)"),
    Line(text: "1 aes_cm_128_hmac_sha1_80 INLINE:\(ExampleKeys.shortBase64)"),
    Line(text: "1 AES_CM_128_HMAC_SHA1_80 inline:\(ExampleKeys.shortBase64)|2^31"),
    Line(text: "1 AES_CM_128_HMAC_SHA1_80 inline:\(ExampleKeys.shortBase64)|2147483648"),
    Line(text: "1 AES_CM_128_HMAC_SHA1_80 inline:\(ExampleKeys.shortBase64)|"),
    Line(
      text: "1 AES_CM_128_HMAC_SHA1_80 inline:\(ExampleKeys.shortBase64)|2^20|1:4",
      identifiers: [[0, 0, 0, 1]]),
    Line(
      text: "1 AES_CM_128_HMAC_SHA1_80 inline:\(ExampleKeys.shortBase64)|66051:3",
      identifiers: [[1, 2, 3]]),
    Line(
      text:
        "42  AES_CM_128_HMAC_SHA1_80\tinline:\(ExampleKeys.shortBase64)|2^48   UNENCRYPTED_SRTCP",
      tag: 42,
      parameters: .unencryptedSRTCP),
    Line(
      text:
        "1 AES_CM_128_HMAC_SHA1_32 inline:\(ExampleKeys.shortBase64)|2^20|1:1;inline:\(ExampleKeys.shortBase64)|2^20|2:1 KDR=10"
        + " FEC_ORDER=FEC_SRTP UNENCRYPTED_SRTP unauthenticated_srtp WSH=60",
      suite: .aes128CM32, keys: [ExampleKeys.short, ExampleKeys.short], identifiers: [[1], [2]],
      parameters: [.unencryptedSRTP, .unauthenticatedSRTP]),
    Line(
      text: "1 AES_CM_256_HMAC_SHA1_80 inline:\(ExampleKeys.longBase64)|2^31", suite: .aes256CM80,
      keys: [ExampleKeys.long]),
    // rtpengine leaves the padding away.
    Line(
      text: "1 AES_256_CM_HMAC_SHA1_80 inline:\(ExampleKeys.longBase64.filter { $0 != "=" })",
      suite: .aes256CM80, keys: [ExampleKeys.long]),
    Line(
      text: "1 AES_256_CM_HMAC_SHA1_80 inline:\(ExampleKeys.longBase64.dropLast())",
      suite: .aes256CM80,
      keys: [ExampleKeys.long]),
  ]

  @Test("a line is read as RFC 4568 has it, and as makers write it", arguments: lines)
  func reads(line: Line) throws {
    let attribute = try CryptoAttribute(line.text)
    #expect(attribute.tag == line.tag && attribute.suite == line.suite)
    #expect(attribute.keys.map(\.secret) == line.keys.map(secret))
    #expect(attribute.keys.map { $0.identifier?.bytes } == line.identifiers)
    for key in attribute.keys {
      #expect(key.parameters == line.parameters && key.suites == [line.suite])
    }
  }

  /// As RFC 4568 spells them, so that they come out as they went in.
  static let written = [
    "1 AES_CM_128_HMAC_SHA1_80 inline:\(ExampleKeys.shortBase64)",
    "7 AES_256_CM_HMAC_SHA1_32 inline:\(ExampleKeys.longBase64)",
    "1 AEAD_AES_256_GCM inline:AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyAhIiMkJSYnKCkqKyw=",
    "2 AES_CM_128_HMAC_SHA1_80 inline:\(ExampleKeys.shortBase64)|0:1",
    "2 AES_CM_128_HMAC_SHA1_80 inline:\(ExampleKeys.shortBase64)|66051:4",
    "2 AES_CM_128_HMAC_SHA1_80 inline:\(ExampleKeys.shortBase64)|1"
      + String(repeating: "0", count: 40) + ":128",
    "3 AES_CM_128_HMAC_SHA1_80 inline:\(ExampleKeys.shortBase64) UNENCRYPTED_SRTP UNAUTHENTICATED_SRTP",
    "3 AES_CM_128_HMAC_SHA1_80 inline:\(ExampleKeys.shortBase64)|1:4 UNENCRYPTED_SRTCP",
  ]

  @Test("a key is written as it was read", arguments: written)
  func writes(_ text: String) throws {
    let attribute = try CryptoAttribute(text)
    #expect(attribute.keys.map { $0.attribute(tag: attribute.tag) } == [text])
  }

  static let wrong: [(String, SRTPError)] = [
    ("", .unreadableAttribute), ("1", .unreadableAttribute),
    ("1 AES_CM_128_HMAC_SHA1_80", .unreadableAttribute),
    ("x AES_CM_128_HMAC_SHA1_80 inline:\(ExampleKeys.shortBase64)", .unreadableAttribute),
    ("-1 AES_CM_128_HMAC_SHA1_80 inline:\(ExampleKeys.shortBase64)", .unreadableAttribute),
    (
      "1 F8_128_HMAC_SHA1_80 inline:\(ExampleKeys.shortBase64)",
      .unknownSuite("F8_128_HMAC_SHA1_80")
    ),
    ("1 \(ExampleKeys.shortBase64) inline:\(ExampleKeys.shortBase64)", .unknownSuite(nil)),
    ("1 AES_CM_128_HMAC_SHA1_80 mikey:\(ExampleKeys.shortBase64)", .unknownKeyMethod),
    ("1 AES_CM_128_HMAC_SHA1_80 inline:", .notAKey),
    ("1 AES_CM_128_HMAC_SHA1_80 inline:|2^31", .notAKey),
    ("1 AES_CM_128_HMAC_SHA1_80 inline:äöü", .notAKey),
    ("1 AES_CM_128_HMAC_SHA1_80 inline:\(ExampleKeys.shortBase64)=x", .notAKey),
    ("1 AES_CM_128_HMAC_SHA1_80 inline:\(ExampleKeys.shortBase64)===", .notAKey),
    (
      "1 AES_CM_128_HMAC_SHA1_80 inline:\(ExampleKeys.longBase64)",
      .keyLength(46, suite: .aes128CM80)
    ),
    ("1 AES_CM_128_HMAC_SHA1_80 inline:\(ExampleKeys.shortBase64)|1:0", .unreadableIdentifier),
    ("1 AES_CM_128_HMAC_SHA1_80 inline:\(ExampleKeys.shortBase64)|1:129", .unreadableIdentifier),
    ("1 AES_CM_128_HMAC_SHA1_80 inline:\(ExampleKeys.shortBase64)|256:1", .unreadableIdentifier),
    ("1 AES_CM_128_HMAC_SHA1_80 inline:\(ExampleKeys.shortBase64)|:1", .unreadableIdentifier),
    ("1 AES_CM_128_HMAC_SHA1_80 inline:\(ExampleKeys.shortBase64)|x:1", .unreadableIdentifier),
    ("1 AES_CM_128_HMAC_SHA1_80 inline:\(ExampleKeys.shortBase64)|1:2:3", .unreadableIdentifier),
    (
      "1 AES_CM_128_HMAC_SHA1_80 "
        + [String](repeating: "inline:\(ExampleKeys.shortBase64)", count: 17).joined(separator: ";"),
      .tooManyKeys(limit: 16)
    ),
  ]

  @Test("what is wrong is named", arguments: wrong)
  func refuses(text: String, expected: SRTPError) {
    #expect(throws: expected) { try CryptoAttribute(text) }
  }

  @Test("an identifier may be longer than any integer")
  func longIdentifier() throws {
    let digits = "1" + String(repeating: "0", count: 40)
    let attribute = try CryptoAttribute(
      "1 AES_CM_128_HMAC_SHA1_80 inline:\(ExampleKeys.shortBase64)|\(digits):128")
    // 10 to the power of 40, by Python.
    let value = bytes(hex: "1d6329f1c35ca4bfabb9f5610000000000")
    #expect(
      attribute.keys.first?.identifier?.bytes
        == [UInt8](repeating: 0, count: 128 - value.count) + value)
  }
}
