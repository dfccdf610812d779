import Cryptography
import NetworkBytes
import TestSupport
import Testing

@testable import TLS

@Suite("Key schedule", .enabled(if: Libgcrypt.isThere, "libgcrypt is missing"))
struct KeyScheduleTests {
  private func secret(_ text: String) -> SecretBytes { SecretBytes(copying: bytes(hex: text).span) }

  // Posted to the IETF's list tls in 2009, in "TLS 1.2 PRF test vectors".
  @Test("the pseudorandom function of TLS 1.2 with SHA-256")
  func pseudorandomFunction256() throws {
    let output = try PseudorandomFunction.expand(
      .sha256, secret: secret("9bbe436ba940f017b17652849a71db35"), label: "test label",
      seed: bytes(hex: "a0ba9f936cda311827a6f796ffd5198c"), count: 100)
    #expect(
      output
        == secret(
          """
          e3f229ba727be17b8d122620557cd453c2aab21d07c3d495329b52d4e61edb5a6b301791e90d35c9c9a46b4e14baf9af
          0fa022f7077def17abfd3797c0564bab4fbc91666e9def9b97fce34f796789baa48082d122ee42c5a72e5a5110fff701
          87347b66
          """))
  }

  @Test("the pseudorandom function of TLS 1.2 with SHA-384")
  func pseudorandomFunction384() throws {
    let output = try PseudorandomFunction.expand(
      .sha384, secret: secret("b80b733d6ceefcdc71566ea48e5567df"), label: "test label",
      seed: bytes(hex: "cd665cf6a8447dd6ff8b27555edb7465"), count: 148)
    #expect(
      output
        == secret(
          """
          7b0c18e9ced410ed1804f2cfa34a336a1c14dffb4900bb5fd7942107e81c83cde9ca0faa60be9fe34f82b1233c9146a0
          e534cb400fed2700884f9dc236f80edd8bfa961144c9e8d792eca722a7b32fc3d416d473ebc2c5fd4abfdad05d918425
          9b5bf8cd4d90fa0d31e2dec479e4f1a26066f2eea9a69236a3e52655c9e9aee691c8f3a26854308d5eaa3be85e099070
          3d73e56f
          """))
  }

  // RFC 5869, appendix A.1 and A.2.
  @Test(
    "HKDF-Expand",
    arguments: [
      (
        "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5",
        Array(0xF0...0xF9) as [UInt8],
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
      ),
      (
        "06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244",
        Array(0xB0...0xFF) as [UInt8],
        """
        b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09
        da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87
        """
      ),
    ])
  func expand(_ key: String, _ info: [UInt8], _ expected: String) throws {
    let output = try HKDF.expand(
      .sha256, secret(key), info: info, count: bytes(hex: expected).count)
    #expect(output == secret(expected))
  }

  // RFC 8448, section 3: keys of client and server, of the handshake and of application data.
  @Test(
    "traffic keys of TLS 1.3",
    arguments: [
      (
        "b3eddb126e067f35a780b3abf45e2d8f3b1a950738f52e9600746a0e27a55a21",
        "dbfaa693d1762c5b666af5d950258d01", "5bd3c71b836e0b76bb73265f"
      ),
      (
        "b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38",
        "3fce516009c21727d0f2e4e86ee403bc", "5d313eb2671276ee13000b30"
      ),
      (
        "9e40646ce79a7f9dc05af8889bce6552875afa0b06df0087f792ebb7c17504a5",
        "17422dda596ed5d9acd890e3c63f5051", "5b78923dee08579033e523d9"
      ),
      (
        "a11af9f05531f856ad47116b45a950328204b4f44bfb6b3a4b4f1f3fcb631643",
        "9f02283b6c9c07efc26bb9f2ac92e356", "cf782b88dd83549aadf1e984"
      ),
    ])
  func trafficKeys(_ traffic: String, _ key: String, _ iv: String) throws {
    #expect(
      try HKDF.expandLabel(.sha256, secret(traffic), label: "key", count: 16) == secret(key))
    #expect(try HKDF.expandLabel(.sha256, secret(traffic), label: "iv", count: 12) == secret(iv))
  }
}
