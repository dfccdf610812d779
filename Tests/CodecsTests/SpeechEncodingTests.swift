import Audio
import Codecs
import TestSupport
import Testing

@Suite("Encoders of speech")
struct SpeechEncodingTests {
  private func packets(_ format: MediaFormat, _ pcm: [Int16], _ samples: Int) throws -> [[UInt8]] {
    let codec = try #require(Codec.codec(for: format))
    var encoder = try codec.makeEncoder(for: format)
    var packets: [[UInt8]] = []
    for start in stride(from: 0, through: pcm.count - samples, by: samples) {
      var payload: [UInt8] = []
      try encoder.encode(pcm.span.extracting(start..<start + samples), into: &payload)
      packets.append(payload)
    }
    return packets
  }

  @Test("G.729 is what the bare library makes", arguments: [1, 2, 6])
  func g729(_ perPacket: Int) throws {
    let pcm = speech(frames: 9600, channels: 1, rate: 8000)
    let format = MediaFormat(encodingName: "G729", clockRate: 8000)
    let bytes = try packets(format, pcm, 80 * perPacket).flatMap { $0 }
    #expect(bytes == Bcg729().encode(pcm).flatMap { $0 })
  }

  @Test(
    "AMR is what the bare libraries make, in the mode and framing of the fmtp",
    arguments: [
      (false, "", 7, AMRPacking.bandwidthEfficient),
      (false, "mode-set=0,2", 2, .bandwidthEfficient),
      (false, "octet-align=1; mode-set=5", 5, .octetAligned), (true, "", 2, .bandwidthEfficient),
      (true, "Octet-Align=1;mode-set=8", 8, .octetAligned),
    ])
  func amr(_ isWide: Bool, _ parameters: String, _ mode: Int, _ packing: AMRPacking) throws {
    let bare = OpenCoreAMR(isWide: isWide)
    let pcm = speech(frames: 60 * bare.samples, channels: 1, rate: 50 * bare.samples)
    let format = MediaFormat(
      encodingName: isWide ? "AMR-WB" : "AMR", clockRate: 50 * bare.samples,
      parameters: parameters)
    let frames = bare.encode(pcm, mode: mode)
    let expected = stride(from: 0, to: 60, by: 2).map {
      packing.payload(Array(frames[$0..<$0 + 2]), isWide: isWide)
    }
    #expect(try packets(format, pcm, 2 * bare.samples) == expected)
  }

  @Test("Speex is what the bare library makes at quality 8", arguments: 0..<3)
  func speex(_ band: Int) throws {
    let bare = BareSpeex(band: band, quality: 8)
    let pcm = speech(frames: 60 * bare.samples, channels: 1, rate: 8000 << band)
    let format = MediaFormat(encodingName: "speex", clockRate: 8000 << band)
    #expect(
      try packets(format, pcm, 3 * bare.samples) == bare.encode(pcm, perPacket: 3).compactMap { $0 }
    )
  }

  @Test(
    "what is no whole frame is refused",
    arguments: ["G729/8000", "AMR/8000", "AMR-WB/16000", "speex/8000"])
  func parts(_ rtpmap: String) throws {
    let format = try #require(MediaFormat(rtpmap: rtpmap))
    #expect(throws: CodecError.self) {
      try packets(format, [Int16](repeating: 0, count: 100), 100)
    }
  }
}
