import Audio
import Signalling
import Testing

@Suite("Payload types that the user maps")
struct PayloadTypeMappingTests {
  @Test(
    "SDP's own syntax, with a blank or an equals sign",
    arguments: [
      ("111=opus/48000/2", 111, "opus", 48000, 2), ("96 L16/16000", 96, "L16", 16000, 1),
      (" 0 = PCMU/8000 ", 0, "PCMU", 8000, 1),
    ])
  func read(text: String, payloadType: UInt8, name: String, rate: Int, channels: Int) throws {
    let mapping = try PayloadTypeMapping(rtpmap: text)
    #expect(mapping.payloadType == payloadType)
    #expect(
      mapping.format == MediaFormat(encodingName: name, clockRate: rate, channels: channels))
  }

  @Test(
    "anything else is refused",
    arguments: [
      "", "111", "111=", "111=opus", "128=opus/48000", "-1=opus/48000", "x=opus/48000",
      "111=/48000", "111=opus/0", "111=opus/48000/0", "111=opus/48000/2/1",
    ])
  func refused(text: String) {
    #expect(throws: SignallingError.unreadableMapping(text)) {
      try PayloadTypeMapping(rtpmap: text)
    }
  }

  @Test("mappings and parameters make one table, static payload types included")
  func table() throws {
    let table = try PayloadTypeMapping.table(
      rtpmaps: ["111=opus/48000/2", "96=L16/16000"],
      fmtps: ["111 useinbandfec=1; stereo=1", "18 annexb=no"])
    #expect(
      table == [
        111: MediaFormat(
          encodingName: "opus", clockRate: 48000, channels: 2,
          parameters: "useinbandfec=1; stereo=1"),
        96: MediaFormat(encodingName: "L16", clockRate: 16000),
        18: MediaFormat(encodingName: "G729", clockRate: 8000, parameters: "annexb=no"),
      ])
  }

  @Test(
    "a table that makes no sense is refused",
    arguments: [
      (["96=a/1", "96=b/1"], [], SignallingError.givenTwice(payloadType: 96)),
      (["96=a/1"], ["96 x", "96 y"], .givenTwice(payloadType: 96)),
      ([], ["97 x=1"], .parametersWithoutFormat(payloadType: 97)),
      ([], ["97=x"], .unreadableParameters("97=x")), ([], ["97"], .unreadableParameters("97")),
    ])
  func refusedTable(rtpmaps: [String], fmtps: [String], error: SignallingError) {
    #expect(throws: error) { try PayloadTypeMapping.table(rtpmaps: rtpmaps, fmtps: fmtps) }
  }

  @Test("the sentence names what was wrong and shows what is right")
  func sentence() {
    #expect(
      SignallingError.unreadableMapping("opus").description
        == "not a payload type mapping: 'opus' (expected 0-127, a name and a clock rate, "
        + "as in 111=opus/48000/2)")
  }
}
