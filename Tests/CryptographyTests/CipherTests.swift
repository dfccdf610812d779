import Cryptography
import TestSupport
import Testing

@Suite("AES in counter and in block chaining mode")
struct CipherTests {
  struct Example: Sendable {
    let key: String
    let counterMode: String
    let blockChaining: String
  }

  private static let plaintext = bytes(
    hex:
      "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"
      + "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710")
  private static let counter: InlineArray<16, UInt8> = [
    0xf0, 0xf1, 0xf2, 0xf3, 0xf4, 0xf5, 0xf6, 0xf7,
    0xf8, 0xf9, 0xfa, 0xfb, 0xfc, 0xfd, 0xfe, 0xff,
  ]

  /// NIST SP 800-38A, appendices F.2 and F.5.
  static let examples = [
    Example(
      key: "2b7e151628aed2a6abf7158809cf4f3c",
      counterMode: "874d6191b620e3261bef6864990db6ce9806f66b7970fdff8617187bb9fffdff"
        + "5ae4df3edbd5d35e5b4f09020db03eab1e031dda2fbe03d1792170a0f3009cee",
      blockChaining: "7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2"
        + "73bed6b8e3c1743b7116e69e222295163ff1caa1681fac09120eca307586e1a7"),
    Example(
      key: "8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b",
      counterMode: "1abc932417521ca24f2b0459fe7e6e0b090339ec0aa6faefd5ccc2c6f4ce8e94"
        + "1e36b26bd1ebc670d1bd1d665620abf74f78a7f6d29809585a97daec58c6b050",
      blockChaining: "4f021db243bc633d7178183a9fa071e8b4d9ada9ad7dedf4e5e738763f69145a"
        + "571b242012fb7ae07fa9baac3df102e008b0e27988598881d920a9e64f5615cd"),
    Example(
      key: "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
      counterMode: "601ec313775789a5b7a7f504bbf3d228f443e3ca4d62b59aca84e990cacaf5c5"
        + "2b0930daa23de94ce87017ba2d84988ddfc9c58db67aada613c2dd08457941a6",
      blockChaining: "f58c4c04d6e5f1ba779eabfb5f7bfbd69cfc4e967edb808d679f777bc6702c7d"
        + "39f23369a9d9bacfa530e26304231461b2eb05e2c39be9fcda6c19078c6a9d1b"),
  ]

  @Test("counter mode is SP 800-38A's, message after message, to any length", arguments: examples)
  func counterMode(example: Example) throws {
    var cipher = try AESCounterMode(key: bytes(hex: example.key).span)
    for count in [64, 0, 1, 15, 16, 17, 63] {
      var message = Array(Self.plaintext.prefix(count))
      var span = message.mutableSpan
      let isDone = cipher.apply(from: Self.counter, to: &span)
      #expect(isDone)
      #expect(message == Array(bytes(hex: example.counterMode).prefix(count)))
    }
  }

  @Test("block chaining is SP 800-38A's, and refuses what is no block", arguments: examples)
  func blockChaining(example: Example) throws {
    let iv = [UInt8](0..<16)
    var cipher = try AESBlockChaining(key: bytes(hex: example.key).span)
    for count in [64, 0, 16, 48] {
      var message = Array(bytes(hex: example.blockChaining).prefix(count))
      var span = message.mutableSpan
      let isDone = cipher.decrypt(iv: iv.span, &span)
      #expect(isDone)
      #expect(message == Array(Self.plaintext.prefix(count)))
    }
    var half = Array(Self.plaintext.prefix(24))
    var span = half.mutableSpan
    var isDone = cipher.decrypt(iv: iv.span, &span)
    #expect(!isDone)
    var block = Array(Self.plaintext.prefix(16))
    span = block.mutableSpan
    isDone = cipher.decrypt(iv: [UInt8](0..<15).span, &span)
    #expect(!isDone)
    #expect(half == Array(Self.plaintext.prefix(24)) && block == Array(Self.plaintext.prefix(16)))
  }

  @Test("a key has 16, 24 or 32 bytes", arguments: 0...40)
  func keyLength(count: Int) {
    let key = [UInt8](repeating: 7, count: count)
    let right = [16, 24, 32]
    #expect(Self.failure(key) == (right.contains(count) ? nil : .keyLength(count)))
  }

  private static func failure(_ key: [UInt8]) -> CryptographyError? {
    do throws(CryptographyError) {
      _ = try AESCounterMode(key: key.span)
      return nil
    } catch {
      return error
    }
  }
}
