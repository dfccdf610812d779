import Cryptography
import Testing

@Suite("Secrets")
struct SecretBytesTests {
  private static func secret(_ bytes: [UInt8]) -> SecretBytes { SecretBytes(copying: bytes.span) }

  @Test("a secret is never printed, alone or inside something")
  func printing() {
    let secret = Self.secret(Array("sesame".utf8))
    let texts = [
      "\(secret)", String(reflecting: secret), "\([secret])", "\(Optional(secret) as Any)",
      String(reflecting: ["key": secret]),
    ]
    for text in texts { #expect(text.contains("(secret)") && !text.contains("115")) }
    var dumped = ""
    dump(secret, to: &dumped)
    #expect(dumped == "- (secret) #0\n")
  }

  @Test("equal bytes are an equal secret")
  func equality() {
    let secret = Self.secret([1, 2, 3])
    #expect(secret == Self.secret([1, 2, 3]))
    #expect(secret != Self.secret([1, 2, 4]))
    #expect(secret != Self.secret([1, 2]))
    #expect(Set([secret, Self.secret([1, 2, 3])]).count == 1)
  }

  @Test("no bytes are a secret, too")
  func empty() {
    #expect(SecretBytes(count: 0) { _ in }.count == 0)
    #expect(Self.secret([]) == SecretBytes(count: 0) { _ in })
  }
}
