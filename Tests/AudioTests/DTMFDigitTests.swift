import Audio
import Testing

@Suite("DTMF digits")
struct DTMFDigitTests {
  @Test("the event codes are those of RFC 4733, table 3")
  func codes() {
    #expect((UInt8(0)...255).compactMap(DTMFDigit.init(rawValue:)).text == "0123456789*#ABCD")
    #expect(DTMFDigit("*")?.rawValue == 10)
    #expect(DTMFDigit("#")?.rawValue == 11)
    #expect(DTMFDigit("A")?.rawValue == 12)
  }

  @Test("each is read as it is written")
  func characters() {
    for digit in DTMFDigit.allCases { #expect(DTMFDigit(digit.character) == digit) }
    #expect("\(DTMFDigit.hash)" == "#")
  }

  @Test("nothing else is a digit", arguments: ["E", "a", " ", "١", "１"] as [Character])
  func others(_ character: Character) {
    #expect(DTMFDigit(character) == nil)
  }

  @Test("digits in a row are read up to the first character that is none")
  func row() throws {
    #expect(try DTMFDigit.digits(of: "1#A") == [.one, .hash, .a])
    #expect(try DTMFDigit.digits(of: "") == [])
    let error = #expect(throws: DTMFDigit.Unknown.self) { try DTMFDigit.digits(of: "1xy") }
    #expect(error?.character == "x")
  }
}
