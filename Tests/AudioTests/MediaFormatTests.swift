import Audio
import Testing

@Suite("Media formats")
struct MediaFormatTests {
  @Test(
    "an rtpmap is written as it is read",
    arguments: ["PCMU/8000", "opus/48000/2", "L16/44100/2", "telephone-event/8000"])
  func rtpmap(_ text: String) {
    #expect(MediaFormat(rtpmap: text)?.rtpmap == text)
  }

  @Test("one channel is not said")
  func oneChannel() {
    #expect(MediaFormat(rtpmap: "PCMU/8000/1")?.rtpmap == "PCMU/8000")
  }

  // RFC 3551, table 4.
  @Test(
    "the payload type that RFC 3551 assigns is found by all three: name, clock and channels",
    arguments: [
      ("PCMU/8000", 0), ("gsm/8000", 3), ("DVI4/16000", 6), ("PCMA/8000", 8), ("G722/8000", 9),
      ("L16/44100/2", 10), ("L16/44100", 11), ("CN/8000", 13), ("G729/8000", 18),
      ("PCMU/16000", nil), ("L16/8000", nil), ("PCMA/8000/2", nil), ("opus/48000/2", nil),
    ] as [(String, UInt8?)])
  func assigned(_ rtpmap: String, _ payloadType: UInt8?) {
    #expect(MediaFormat(rtpmap: rtpmap)?.assignedPayloadType == payloadType)
  }

  @Test(
    "what goes beside a codec is told by its name in any case",
    arguments: [
      ("telephone-event/8000", .telephoneEvent), ("Telephone-Event/48000", .telephoneEvent),
      ("cn/8000", .comfortNoise), ("RED/8000", .redundancy), ("PCMU/8000", nil), ("CNX/8000", nil),
    ] as [(String, CompanionFormat?)])
  func companions(_ rtpmap: String, _ companion: CompanionFormat?) {
    #expect(MediaFormat(rtpmap: rtpmap)?.companion == companion)
  }
}
