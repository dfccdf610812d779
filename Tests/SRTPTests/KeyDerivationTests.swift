import Cryptography
import TestSupport
import Testing

@testable import SRTP

@Suite("Session keys")
struct KeyDerivationTests {
  struct Example: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let suite: CryptoSuite
    let master: String
    let encryption: String
    let salt: String
    let authentication: String
  }

  static let examples = [
    Example(
      testDescription: "RFC 3711, B.3", suite: .aes128CM80,
      master: "E1F97A0D3E018BE0D64FA32C06DE4139 0EC675AD498AFEEBB6960B3AABE6",
      encryption: "C61E7A93744F39EE10734AFE3FF7A087", salt: "30CBBC08863D8C85D49DB34A9AE1",
      authentication: "CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4"),
    Example(
      testDescription: "RFC 6188, 7.2", suite: .aes256CM32,
      master: "f0f04914b513f2763a1b1fa130f10e2998f6f6e43e4309d1e622a0e332b9f1b6"
        + "3b04803de51ee7c96423ab5b78d2",
      encryption: "5ba1064e30ec51613cad926c5a28ef731ec7fb397f70a960653caf06554cd8c4",
      salt: "fa31791685ca444a9e07c6c64e93",
      authentication: "fd9c32d39ed5fbb5a9dc96b30818454d1313dc05"),
    Example(
      testDescription: "RFC 6188, 7.4", suite: .aes192CM80,
      master: "73edc66c4fa15776fb57f9505c17136550ffda71f3e8e5f1 c8522f3acd4ce86d5add78edbb11",
      encryption: "31874736a8f1143870c26e4857d8a5b2c4a354407faadabb",
      salt: "2372b82d639b6d8503a47adc0a6c",
      authentication: "355b10973cd95b9eacf4061c7e1a7151e7cfbfcb"),
  ]

  @Test("they are those of the RFC", arguments: examples)
  func keys(example: Example) throws {
    let master = secret(bytes(hex: example.master))
    let keys = try SessionKeys(master, suite: example.suite, for: .rtp)
    #expect(keys.encryption == secret(bytes(hex: example.encryption)))
    #expect(keys.salt == secret(bytes(hex: example.salt)))
    #expect(keys.authentication == secret(bytes(hex: example.authentication)))
  }

  struct Keystream: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let key: String
    let first: String
    let last: String
  }

  static let keystreams = [
    Keystream(
      testDescription: "RFC 3711, B.2", key: "2B7E151628AED2A6ABF7158809CF4F3C",
      first: "E03EAD0935C95E80E166B16DD92B4EB4 D23513162B02D0F72A43A2FE4A5F97AB"
        + "41E95B3BB0A2E8DD477901E4FCA894C0",
      last: "EC8CDF7398607CB0F2D21675EA9EA1E4 362B7C3C6773516318A077D7FC5073AE"
        + "6A2CC3787889374FBEB4C81B17BA6C44"),
    Keystream(
      testDescription: "RFC 6188, 7.1",
      key: "57f82fe3613fd170a85ec93c40b1f0922ec4cb0dc025b58272147cc438944a98",
      first: "92bdd28a93c3f52511c677d08b5515a4 9da71b2378a854f67050756ded165bac"
        + "63c4868b7096d88421b563b8c94c9a31",
      last: "cea518c90fd91ced9cbb18c078a54711 3dbc4814f4da5f00a08772b63c6a046d"
        + "6eb246913062a16891433e97dd01a57f"),
    Keystream(
      testDescription: "RFC 6188, 7.3",
      key: "eab234764e517b2d3d160d587d8c86219740f65f99b6bcf7",
      first: "35096cba4610028dc1b57503804ce37c 5de986291dcce161d5165ec4568f5c9a"
        + "474a40c77894bc17180202272a4c264d",
      last: "d108d1a31a00bad6367ec23eb044b415 c8f57129fdeb970b59f917b257662d4c"
        + "a5dab625811034e8cebdfeb6dc158dd3"),
  ]

  @Test("the key stream is that of the RFC, over the carry of its counter", arguments: keystreams)
  func keystream(example: Keystream) throws {
    let counter: InlineArray<16, UInt8> = [
      0xf0, 0xf1, 0xf2, 0xf3, 0xf4, 0xf5, 0xf6, 0xf7, 0xf8, 0xf9, 0xfa, 0xfb, 0xfc, 0xfd, 0, 0,
    ]
    var stream = [UInt8](repeating: 0, count: 0xff02 * 16)
    var span = stream.mutableSpan
    var cipher = try AESCounterMode(key: bytes(hex: example.key).span)
    let isDone = cipher.apply(from: counter, to: &span)
    #expect(isDone)
    #expect(Array(stream.prefix(48)) == bytes(hex: example.first))
    #expect(Array(stream.suffix(48)) == bytes(hex: example.last))
  }

  @Test("what DTLS exports is client key, server key, client salt, server salt")
  func exported() throws {
    let material = [UInt8](0..<60)
    let exported = try MasterKey.pair(exported: material.span, suite: .aes128CM80)
    let pair = try #require(exported)
    #expect(pair.client.secret == secret([UInt8](0..<16) + [UInt8](32..<46)))
    #expect(pair.server.secret == secret([UInt8](16..<32) + [UInt8](46..<60)))
    let tooLittle = try MasterKey.pair(exported: material.span, suite: .aes256CM80)
    #expect(tooLittle == nil)
  }
}
