import Audio
import Playout
import Testing

@Suite("What formats say of their payloads and is not so")
struct FormatRemarkTests {
  /// 60 packets of AMR's 12.2 kbit/s of that framing, and of which `others` have the other one.
  private static func stream(isAligned: Bool, others: Int = 0) -> [Packet] {
    (0..<60).map { index in
      let isAligned = index < others ? !isAligned : isAligned
      let head: [UInt8] = isAligned ? [0xf0, 0x3c] : [0xf3, 0xc5]
      let rest =
        isAligned ? [UInt8](repeating: 0x50, count: 31) : [UInt8](repeating: 0x14, count: 30)
      return Stream.packet(index, head + rest)
    }
  }

  private static func format(_ parameters: String) -> PayloadFormat {
    PayloadFormat(
      payloadType: 96,
      format: MediaFormat(encodingName: "AMR", clockRate: 8000, parameters: parameters),
      origin: .sdp)
  }

  @Test(
    "the framing of AMR is that of the packets",
    arguments: [
      (true, "", "its payloads are octet-aligned, which its fmtp does not say"),
      (true, "Octet-Align = 1; mode-set=7", nil),
      (false, "octet-align=1", "its payloads are not octet-aligned, as its fmtp says"),
      (false, "octet-align=0", nil),
    ])
  func framing(_ isAligned: Bool, _ parameters: String, _ remark: String?) throws {
    let packets = Self.stream(isAligned: isAligned)
    let played = try play(packets, [Self.format(parameters)])
    #expect(played.result.remarks[0] == remark)
    #expect(played.result.damaged == 0)
    #expect(played.samples.count == 9600)
    let other = try play(packets, [Self.format(isAligned ? "octet-align=1" : "")])
    #expect(played.samples == other.samples)
  }

  @Test("a few packets that are otherwise are no reason for a word")
  func few() throws {
    let played = try play(
      Self.stream(isAligned: true, others: 20), [Self.format("octet-align=1")])
    #expect(played.result.remarks == [:])
  }

  @Test(
    "a format that no decoder is made for is not decoded",
    arguments: ["interleaving=30", "robust-sorting=1"])
  func refused(_ parameters: String) throws {
    let format = Self.format("octet-align=1;" + parameters)
    #expect(format.codec == nil)
    let played = try play(Self.stream(isAligned: true), [format])
    #expect(played.samples.isEmpty)
  }
}
