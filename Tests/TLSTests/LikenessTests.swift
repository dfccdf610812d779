import TestSupport
import Testing

@testable import TLS

@Suite("Likeness")
struct LikenessTests {
  @Test(
    "what TLS may be, by the headers of one or two records",
    arguments: [
      ("16030100c4010000c0", true), ("1703030013", true), ("1503010002", true),
      ("140303000101 1603030028", true), ("140303000101 4745542f20", false),
      ("16030100", false), ("", false), ("160301ffff", false), ("1603010000", false),
      ("1604010020", false), ("1903030020", false), ("474554202f20485454502f312e31", false),
      ("5349502f322e3020323030204f4b0d0a", false),
    ])
  func tls(_ start: String, _ expected: Bool) {
    #expect(looksLikeTLS(bytes(hex: start).span) == expected)
  }

  @Test(
    "what DTLS may be, by the header of the first record",
    arguments: [
      ("16feff000000000000000000 02 0102", true), ("17fefd000100000000000100 02 0102", true),
      ("16feff000000000000000000 03 0102", false), ("16030100c4010000c00000000000", false),
      // The unified header of DTLS 1.3: with a length of 16 bits and a number of 16; with neither.
      ("2e 0001 0003 010203", true), ("2e 0001 0004 010203", false), ("22 01 0203", true),
      ("80 00 0001 00000000 00000000 00", false), ("000100002112a442", false), ("", false),
      ("16", false), ("2e", false),
    ])
  func dtls(_ start: String, _ expected: Bool) {
    #expect(looksLikeDTLS(bytes(hex: start).span) == expected)
  }
}
