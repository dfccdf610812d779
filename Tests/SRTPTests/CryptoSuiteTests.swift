import SRTP
import Testing

@Suite("Crypto-suites")
struct CryptoSuiteTests {
  struct Name: CustomTestStringConvertible, Sendable {
    let name: String
    let suite: CryptoSuite?

    init(_ name: String, _ suite: CryptoSuite?) { (self.name, self.suite) = (name, suite) }
    var testDescription: String { name }
  }

  static let names = [
    Name("AES_CM_128_HMAC_SHA1_80", .aes128CM80), Name("aes_cm_128_hmac_sha1_32", .aes128CM32),
    // RFC 6188 beside its drafts.
    Name("AES_256_CM_HMAC_SHA1_80", .aes256CM80), Name("AES_CM_256_HMAC_SHA1_80", .aes256CM80),
    Name("AES_192_CM_HMAC_SHA1_32", .aes192CM32), Name("AES_CM_192_HMAC_SHA1_80", .aes192CM80),
    // RFC 5764, and OpenSSL.
    Name("SRTP_AES128_CM_HMAC_SHA1_80", .aes128CM80), Name("SRTP_AES128_CM_SHA1_32", .aes128CM32),
    Name("SRTP_AEAD_AES_256_GCM", .aes256GCM), Name("AEAD_AES_128_GCM", .aes128GCM),
    Name("NULL_HMAC_SHA1_80", .null80), Name("SRTP_NULL_HMAC_SHA1_32", .null32),
    // Others, or none.
    Name("F8_128_HMAC_SHA1_80", nil), Name("AEAD_AES_128_CCM", nil),
    Name("AEAD_AES_128_GCM_8", nil),
    Name("ARIA_128_CTR_HMAC_SHA1_80", nil), Name("SEED_CTR_128_HMAC_SHA1_80", nil),
    Name("AES_CM_128", nil), Name("", nil), Name("HMAC", nil), Name("AES_CM_512_HMAC_SHA1_80", nil),
  ]

  @Test("a suite has many names, and others are none of them", arguments: names)
  func name(example: Name) {
    #expect(CryptoSuite(name: example.name) == example.suite)
  }

  @Test("each is known by its own name", arguments: CryptoSuite.allCases)
  func ownName(suite: CryptoSuite) {
    #expect(CryptoSuite(name: suite.rawValue) == suite)
  }

  /// RFC 4568, section 6.2; RFC 6188, section 4; RFC 7714, section 12.
  static let lengths: [(CryptoSuite, key: Int, salt: Int, tag: Int, rtcpTag: Int)] = [
    (.aes128CM80, 16, 14, 10, 10), (.aes128CM32, 16, 14, 4, 10), (.aes192CM80, 24, 14, 10, 10),
    (.aes192CM32, 24, 14, 4, 10), (.aes256CM80, 32, 14, 10, 10), (.aes256CM32, 32, 14, 4, 10),
    (.aes128GCM, 16, 12, 16, 16), (.aes256GCM, 32, 12, 16, 16), (.null80, 16, 14, 10, 10),
    (.null32, 16, 14, 4, 10),
  ]

  @Test("its lengths are the RFC's")
  func length() {
    #expect(Self.lengths.count == CryptoSuite.allCases.count)
    for (suite, key, salt, tag, rtcpTag) in Self.lengths {
      #expect(suite.keyBytes == key && suite.saltBytes == salt, "\(suite)")
      #expect(suite.tagBytes == tag && suite.rtcpTagBytes == rtcpTag, "\(suite)")
      #expect(suite.masterBytes == key + salt)
    }
  }

  @Test("DTLS knows it by the number of RFC 5764 and RFC 7714")
  func profiles() {
    let numbers: [(UInt16, CryptoSuite?)] = [
      (0, nil), (1, .aes128CM80), (2, .aes128CM32), (3, nil), (4, nil), (5, .null80), (6, .null32),
      (7, .aes128GCM), (8, .aes256GCM), (9, nil), (0xffff, nil),
    ]
    for (number, suite) in numbers {
      #expect(CryptoSuite(profileNumber: number) == suite)
      if let suite { #expect(suite.profileNumber == number) }
    }
  }

  @Test("a key's length says which it may be for, those that encrypt")
  func suites() {
    let expected: [Int: [CryptoSuite]] = [
      28: [.aes128GCM], 30: [.aes128CM80, .aes128CM32], 38: [.aes192CM80, .aes192CM32],
      44: [.aes256GCM], 46: [.aes256CM80, .aes256CM32],
    ]
    for length in 0...100 {
      #expect(CryptoSuite.suites(masterBytes: length) == expected[length] ?? [])
    }
  }
}
