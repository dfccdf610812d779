import Audio
import Codecs
import TestSupport
import Testing

@Suite("Opus of several streams")
struct MultiOpusTests {
  /// A packet of one Opus frame with its length inside (RFC 6716, appendix B).
  private func delimited(_ packet: [UInt8]) -> [UInt8] {
    let count = packet.count - 1
    let length = count < 252 ? [count] : [252 + count & 3, (count - (252 + count & 3)) / 4]
    return [packet[0]] + length.map { UInt8($0) } + packet.dropFirst()
  }

  @Test("its channels are those that libopus makes of each stream, in the order of the mapping")
  func channels() throws {
    let streams = [2, 2, 1, 1]
    let coders = streams.map { OpusOracle(channels: $0) }
    let voices = streams.enumerated().map {
      speech(frames: 48_000, channels: $1, rate: 48_000, seed: UInt64($0 + 1))
    }
    let format = MediaFormat(
      encodingName: "multiopus", clockRate: 48_000, channels: 6,
      parameters: "channel_mapping=0,4,1,2,3,5; num_streams=4; coupled_streams=2")
    let decoding = try Decoding(format)
    let plain = try Decoding(MediaFormat(encodingName: "multiopus", clockRate: 48_000, channels: 6))
    for start in stride(from: 0, to: 48_000, by: 960) {
      var payload: [UInt8] = []
      var decoded: [[Int16]] = []
      for (index, coder) in coders.enumerated() {
        let count = streams[index]
        let packet = coder.encode(voices[index][start * count..<(start + 960) * count])
        try #require(packet[0] & 3 == 0)
        payload += index == coders.count - 1 ? packet : delimited(packet)
        let pcm = try #require(coder.decode(packet))
        for channel in 0..<count {
          decoded.append(stride(from: channel, to: pcm.count, by: count).map { pcm[$0] })
        }
      }
      let order = [0, 4, 1, 2, 3, 5]
      let expected = (0..<960).flatMap { frame in order.map { decoded[$0][frame] } }
      #expect(decoding.duration(of: payload) == 960)
      #expect(try decoding.decode(payload) == expected)
      #expect(try plain.decode(payload) == expected)
    }
    // A quarter of what 2.5 ms is, and more than that.
    #expect(decoding.conceal(30).count == 6 * 30)
    #expect(decoding.conceal(960).contains { $0 != 0 })
  }

  @Test(
    "a mapping that does not add up is refused",
    arguments: [
      "channel_mapping=0,1", "num_streams=0", "num_streams=1; coupled_streams=2",
      "channel_mapping=0,9,1,2,3,5", "channel_mapping=0,x,1,2,3,5", "num_streams=254",
    ])
  func refusal(_ parameters: String) throws {
    let format = MediaFormat(
      encodingName: "multiopus", clockRate: 48_000, channels: 6, parameters: parameters)
    let codec = try #require(Codec.codec(for: format))
    #expect(codec.refusal(of: format) == "channel_mapping")
    #expect(throws: CodecError.noDecoder(codec: "multiopus", channels: 6)) {
      _ = try codec.makeDecoder(for: format, channels: 6)
    }
  }
}
