import Cryptography
import TestSupport
import Testing

@Suite("Authenticated ciphers")
struct AuthenticatedCipherTests {
  struct Example: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let algorithm: AuthenticatedCipher.Algorithm
    let key: [UInt8]
    let nonce: [UInt8]
    let additional: [UInt8]
    let plaintext: [UInt8]
    let sealed: [UInt8]
    let tag: [UInt8]
  }

  private static let galois = bytes(
    hex:
      "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
      + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39")
  private static let galoisKey = bytes(hex: "feffe9928665731c6d6a8f9467308308")

  private static func galois(
    _ name: String, key: [UInt8], _ sealed: String, tag: String
  ) -> Example {
    Example(
      testDescription: name, algorithm: .aesGCM, key: key,
      nonce: bytes(hex: "cafebabefacedbaddecaf888"),
      additional: bytes(hex: "feedfacedeadbeeffeedfacedeadbeefabaddad2"), plaintext: galois,
      sealed: bytes(hex: sealed), tag: bytes(hex: tag))
  }

  static let examples = [
    // McGrew and Viega, "The Galois/Counter Mode of Operation (GCM)", appendix B, test cases 1, 4, 10 and 16.
    Example(
      testDescription: "GCM 1", algorithm: .aesGCM, key: [UInt8](repeating: 0, count: 16),
      nonce: [UInt8](repeating: 0, count: 12), additional: [], plaintext: [], sealed: [],
      tag: bytes(hex: "58e2fccefa7e3061367f1d57a4e7455a")),
    galois(
      "GCM 4", key: galoisKey,
      "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e"
        + "21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091",
      tag: "5bc94fbc3221a5db94fae95ae7121a47"),
    galois(
      "GCM 10", key: galoisKey + galoisKey.prefix(8),
      "3980ca0b3c00e841eb06fac4872a2757859e1ceaa6efd984628593b40ca1e19c"
        + "7d773d00c144c525ac619d18c84a3f4718e2448b2fe324d9ccda2710",
      tag: "2519498e80f1478f37ba55bd6d27618c"),
    galois(
      "GCM 16", key: galoisKey + galoisKey,
      "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
        + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662",
      tag: "76fc6ece0f4e1768cddf8853bb2d551b"),
    // RFC 8439, section 2.8.2.
    Example(
      testDescription: "ChaCha20-Poly1305", algorithm: .chaCha20Poly1305,
      key: [UInt8](0x80..<0xa0), nonce: bytes(hex: "070000004041424344454647"),
      additional: bytes(hex: "50515253c0c1c2c3c4c5c6c7"),
      plaintext: Array(
        ("Ladies and Gentlemen of the class of '99: If I could offer you "
          + "only one tip for the future, sunscreen would be it.").utf8),
      sealed: bytes(
        hex:
          "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d6"
          + "3dbea45e8ca9671282fafb69da92728b1a71de0a9e060b2905d6a5b67ecd3b36"
          + "92ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc"
          + "3ff4def08e4b7a9de576d26586cec64b6116"),
      tag: bytes(hex: "1ae10b594f09e26a7e902ecbd0600691")),
  ]

  @Test("what is sealed is the standard's, as often as one likes", arguments: examples)
  func seal(example: Example) throws {
    var cipher = try AuthenticatedCipher(example.algorithm, key: example.key.span)
    for _ in 0..<2 {
      var message = example.plaintext
      var tag = [UInt8](repeating: 0, count: 16)
      var span = message.mutableSpan
      var room = tag.mutableSpan
      let isDone = cipher.seal(
        nonce: example.nonce.span, additional: example.additional.span, &span, tag: &room)
      #expect(isDone)
      #expect(message == example.sealed)
      #expect(tag == example.tag)
    }
  }

  @Test(
    "what was sealed opens; a bit of any part makes it fail and change nothing", arguments: examples
  )
  func open(example: Example) throws {
    var cipher = try AuthenticatedCipher(example.algorithm, key: example.key.span)
    for (nonce, additional, sealed, tag) in Self.damaged(example) {
      var message = sealed
      var span = message.mutableSpan
      let isOpen = cipher.open(
        nonce: nonce.span, additional: additional.span, &span, tag: tag.span)
      #expect(!isOpen)
      #expect(message == sealed)
      message = example.sealed
      span = message.mutableSpan
      let isOpened = cipher.open(
        nonce: example.nonce.span, additional: example.additional.span, &span,
        tag: example.tag.span)
      #expect(isOpened)
      #expect(message == example.plaintext)
    }
  }

  /// The example with each part damaged, where it has that part, or of a wrong length.
  private static func damaged(
    _ example: Example
  ) -> [(nonce: [UInt8], additional: [UInt8], sealed: [UInt8], tag: [UInt8])] {
    func flipped(_ bytes: [UInt8]) -> [UInt8] {
      var bytes = bytes
      if let last = bytes.popLast() { bytes.append(last ^ 1) } else { bytes.append(0) }
      return bytes
    }
    let (nonce, additional, sealed, tag) =
      (example.nonce, example.additional, example.sealed, example.tag)
    return [
      (flipped(nonce), additional, sealed, tag), (nonce, flipped(additional), sealed, tag),
      (nonce, additional, flipped(sealed), tag), (nonce, additional, sealed, flipped(tag)),
      (Array(nonce.dropLast()), additional, sealed, tag), (nonce, additional, sealed, []),
      (nonce, additional, sealed, Array(tag.dropLast())), ([], additional, sealed, tag),
    ]
  }
}
