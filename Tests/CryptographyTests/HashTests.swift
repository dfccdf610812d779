import Cryptography
import TestSupport
import Testing

@Suite("Hash functions and HMAC")
struct HashTests {
  struct Example: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let function: HashFunction
    var key = ""
    let message: [UInt8]
    let digest: String
  }

  private static let twoBlocks =
    "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
    + "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu"

  /// NIST, "Example Values", for FIPS 180-4.
  static let hashes = [
    Example(
      testDescription: "SHA-1, abc", function: .sha1, message: Array("abc".utf8),
      digest: "a9993e364706816aba3e25717850c26c9cd0d89d"),
    Example(
      testDescription: "SHA-256, abc", function: .sha256, message: Array("abc".utf8),
      digest: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    Example(
      testDescription: "SHA-256, two blocks", function: .sha256,
      message: Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8),
      digest: "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"),
    Example(
      testDescription: "SHA-384, abc", function: .sha384, message: Array("abc".utf8),
      digest: "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded163"
        + "1a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7"),
    Example(
      testDescription: "SHA-384, two blocks", function: .sha384, message: Array(twoBlocks.utf8),
      digest: "09330c33f71147e83d192fc782cd1b4753111b173b3b05d2"
        + "2fa08086e3b0f712fcc7c71a557e2db966c3e9fa91746039"),
  ]

  @Test("a digest is FIPS 180-4's", arguments: hashes)
  func hash(example: Example) throws {
    let digest = try Hash.digest(example.function, of: example.message.span)
    #expect(digest == bytes(hex: example.digest))
  }

  @Test("pieces make the digest of the whole, and the next message begins anew", arguments: hashes)
  func pieces(example: Example) throws {
    var hash = try Hash(example.function)
    for _ in 0..<2 {
      for byte in example.message { hash.update([byte].span) }
      var digest = [UInt8](repeating: 0, count: example.function.byteCount)
      var room = digest.mutableSpan
      hash.finish(into: &room)
      #expect(digest == bytes(hex: example.digest))
    }
  }

  private static let largeKey = String(repeating: "aa", count: 131)

  /// RFC 2202, section 3 (SHA-1), and RFC 4231, sections 4.2 to 4.8.
  static let tags = [
    Example(
      testDescription: "RFC 2202, 1", function: .sha1, key: String(repeating: "0b", count: 20),
      message: Array("Hi There".utf8), digest: "b617318655057264e28bc0b6fb378c8ef146be00"),
    Example(
      testDescription: "RFC 2202, 2", function: .sha1, key: "4a656665",
      message: Array("what do ya want for nothing?".utf8),
      digest: "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"),
    Example(
      testDescription: "RFC 2202, 6: a key longer than a block", function: .sha1,
      key: String(repeating: "aa", count: 80),
      message: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
      digest: "aa4ae5e15272d00e95705637ce8a3b55ed402112"),
    Example(
      testDescription: "RFC 4231, 1, SHA-256", function: .sha256,
      key: String(repeating: "0b", count: 20), message: Array("Hi There".utf8),
      digest: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
    Example(
      testDescription: "RFC 4231, 3, SHA-256", function: .sha256,
      key: String(repeating: "aa", count: 20), message: [UInt8](repeating: 0xdd, count: 50),
      digest: "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
    Example(
      testDescription: "RFC 4231, 6, SHA-256", function: .sha256, key: largeKey,
      message: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
      digest: "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"),
    Example(
      testDescription: "RFC 4231, 1, SHA-384", function: .sha384,
      key: String(repeating: "0b", count: 20), message: Array("Hi There".utf8),
      digest: "afd03944d84895626b0825f4ab46907f15f9dadbe4101ec6"
        + "82aa034c7cebc59cfaea9ea9076ede7f4af152e8b2fa9cb6"),
    Example(
      testDescription: "RFC 4231, 2, SHA-384", function: .sha384, key: "4a656665",
      message: Array("what do ya want for nothing?".utf8),
      digest: "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47"
        + "e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649"),
    Example(
      testDescription: "RFC 4231, 6, SHA-384", function: .sha384, key: largeKey,
      message: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
      digest: "4ece084485813e9088d2c63a041bc5b44f9ef1012a2b588f"
        + "3cd11f05033ac4c60c2ef6ab4030fe8296248df163f44952"),
  ]

  @Test("a tag is RFC 2202's and RFC 4231's", arguments: tags)
  func tag(example: Example) throws {
    let key = bytes(hex: example.key)
    let tag = try HMAC.tag(example.function, key: key.span, of: example.message.span)
    #expect(tag == SecretBytes(copying: bytes(hex: example.digest).span))
  }

  @Test("a tag is found right to its last byte, truncated too, and nothing is no tag")
  func comparison() throws {
    let example = Self.tags[0]
    var right = bytes(hex: example.digest)
    var hmac = try HMAC(example.function, key: bytes(hex: example.key).span)
    for count in 0...right.count + 1 {
      hmac.update(example.message.span)
      let tag = Array(right.prefix(count)) + (count > right.count ? [0] : [])
      let isRight = hmac.finish(comparing: tag.span)
      #expect(isRight == (1...right.count).contains(count))
    }
    right[19] ^= 1
    hmac.update(example.message.span)
    let isRight = hmac.finish(comparing: right.span)
    #expect(!isRight)
  }
}
