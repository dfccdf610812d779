import Audio
import Testing

@Suite("Format parameters")
struct FormatParametersTests {
  private func parameters(_ text: String) -> FormatParameters {
    FormatParameters(MediaFormat(encodingName: "x", clockRate: 8000, parameters: text))
  }

  // The lines of RFC 7587, section 7, RFC 4867, section 8.3, and RFC 3952, section 5, and odd forms of them.
  @Test(
    "a value is found whatever the name's case and the blanks around",
    arguments: [
      ("maxplaybackrate=16000; sprop-maxcapturerate=16000; useinbandfec=1", "useinbandfec", "1"),
      ("USEINBANDFEC=1;usedtx=0", "useinbandfec", "1"), ("octet-align=1", "Octet-Align", "1"),
      (" mode-set = 0, 2,7 ;octet-align=1;", "mode-set", "0,2,7"), ("mode=20", "mode", "20"),
      ("usedtx=0;usedtx=1", "usedtx", "1"), ("a=b=c", "a", "b=c"), ("crc;a=1", "crc", ""),
      (";;=;a=", "a", ""),
    ])
  func found(_ text: String, _ name: String, _ value: String) {
    #expect(parameters(text)[name] == value)
  }

  @Test(
    "a part of a name is no name",
    arguments: ["", "xusedtx=1", "usedtx1=1", "=1", "0-15", "usedtx2=1;x=usedtx=1"])
  func absent(_ text: String) {
    #expect(parameters(text)["usedtx"] == nil)
    #expect(!parameters(text).isOn("usedtx"))
  }

  @Test("only 1 stands for yes, and only a whole number is a number")
  func values() {
    #expect(parameters("usedtx=1").isOn("usedtx"))
    #expect(!parameters("usedtx=0").isOn("usedtx"))
    #expect(!parameters("usedtx").isOn("usedtx"))
    #expect(parameters("maxaveragebitrate=20000").integer("maxaveragebitrate") == 20_000)
    #expect(parameters("maxaveragebitrate=2e4").integer("maxaveragebitrate") == nil)
    #expect(parameters("x=99999999999999999999").integer("x") == nil)
  }
}
