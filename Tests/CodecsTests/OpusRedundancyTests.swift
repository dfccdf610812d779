import COpus
import Codecs
import TestSupport
import Testing

@testable import Codecs

@Suite("Opus in-band FEC")
struct OpusRedundancyTests {
  private func carriesRedundancy(_ packet: [UInt8]) -> Bool {
    OpusPacket.carriesRedundancy(packet.span)
  }

  /// A second of packets, with redundancy where `isOn`.
  private static func packets(
    frames: Int = 960, channels: Int = 1, isOn: Bool = true, bandwidth: Int32? = nil
  ) -> [[UInt8]] {
    let oracle = OpusOracle(channels: channels)
    oracle.set(OPUS_SET_BITRATE_REQUEST, Int32(channels) * (bandwidth == nil ? 24000 : 40000))
    oracle.set(OPUS_SET_INBAND_FEC_REQUEST, isOn ? 1 : 0)
    oracle.set(OPUS_SET_PACKET_LOSS_PERC_REQUEST, isOn ? 30 : 0)
    if let bandwidth { oracle.set(OPUS_SET_BANDWIDTH_REQUEST, bandwidth) }
    let pcm = speech(frames: 48000, channels: channels, rate: 48000)
    let step = frames * channels
    return stride(from: 0, through: pcm.count - step, by: step).map {
      oracle.encode(pcm[$0..<$0 + step])
    }
  }

  @Test(
    "a lost packet comes back as libopus decodes it from the next",
    arguments: [(480, 1), (960, 1), (960, 2), (1920, 1), (2880, 1), (2880, 2)])
  func recovery(frames: Int, channels: Int) throws {
    let packets = Self.packets(frames: frames, channels: channels)
    let oracle = OpusOracle(channels: channels)
    let decoding = try Decoding(formats["opus"], channels: channels)
    var recovered = 0
    for index in packets.indices {
      // Every third packet is lost.
      if index % 3 == 2, index + 1 < packets.count {
        if let pcm = decoding.recover(frames, from: packets[index + 1]) {
          let carried = pcm.count / channels
          #expect(pcm == oracle.decode(packets[index + 1], frames: carried, redundancy: true))
          recovered += 1
        }
      } else {
        #expect(try decoding.decode(packets[index]) == oracle.decode(packets[index]))
      }
    }
    #expect(recovered >= packets.count / 6)
  }

  @Test("redundancy is seen where libopus recovers something else than it would conceal")
  func flag() {
    for channels in 1...2 {
      let packets = Self.packets(channels: channels)
      var seen = [Bool: Int]()
      for lost in packets.indices.dropFirst(3).prefix(24)
      // A change of mode makes a difference of its own.
      where packets[lost - 1].first == packets[lost + 1].first {
        let (one, other) = (OpusOracle(channels: channels), OpusOracle(channels: channels))
        for packet in packets[..<lost] {
          #expect(one.decode(packet) == other.decode(packet))
        }
        let recovered = one.decode(packets[lost + 1], frames: 960, redundancy: true)
        let concealed = other.decode(nil, frames: 960)
        let carries = carriesRedundancy(packets[lost + 1])
        #expect((recovered != concealed) == carries)
        seen[carries, default: 0] += 1
      }
      #expect(seen[true, default: 0] > 3)
    }
  }

  /// A packet, the next with redundancy for it, and decoders that have taken all before both.
  private func beforeLoss() throws -> (decoder: () throws -> Decoding, lost: [UInt8], next: [UInt8])
  {
    let packets = Self.packets()
    let lost = try #require(
      packets.indices.dropLast().first { $0 > 10 && carriesRedundancy(packets[$0 + 1]) })
    let decoder = {
      let decoding = try Decoding(formats["opus"], channels: 1)
      for packet in packets[..<lost] { _ = try decoding.decode(packet) }
      return decoding
    }
    return (decoder, packets[lost], packets[lost + 1])
  }

  @Test("what comes back is nearer to the lost audio than a concealment")
  func closeness() throws {
    let (decoder, lost, next) = try beforeLoss()
    let original = try decoder().decode(lost)
    let recovered = try #require(try decoder().recover(960, from: next))
    let concealed = try decoder().conceal(960)
    func distance(_ pcm: [Int16]) -> Double {
      zip(pcm, original).reduce(0) {
        let difference = Double($1.0) - Double($1.1)
        return $0 + difference * difference
      }
    }
    #expect(distance(recovered) < distance(concealed))
  }

  @Test("a gap longer than an Opus frame gets back only its end, a shorter one nothing")
  func otherGaps() throws {
    let (decoder, _, next) = try beforeLoss()
    #expect(try decoder().recover(3 * 960, from: next)?.count == 960)
    #expect(try decoder().recover(480, from: next) == nil)
  }

  @Test("packets without redundancy give nothing back")
  func none() throws {
    let decoding = try Decoding(formats["opus"], channels: 1)
    for packet in Self.packets(isOn: false) {
      #expect(decoding.recover(960, from: packet) == nil)
      #expect(!carriesRedundancy(packet))
      _ = try decoding.decode(packet)
    }
    #expect(decoding.recover(960, from: []) == nil)
    #expect(decoding.recover(960, from: [0x08]) == nil)
  }

  @Test("hybrid frames carry it as SILK frames do")
  func hybrid() throws {
    let packets = Self.packets(bandwidth: OPUS_BANDWIDTH_FULLBAND)
    let hybrid = packets.filter { OpusPacket(bytes: $0)?.mode == .hybrid }
    #expect(hybrid.count > 10)
    #expect(hybrid.filter { carriesRedundancy($0) }.count > hybrid.count / 4)
  }
}
