import Audio
import COpus
import Codecs
import TestSupport
import Testing

@Suite("Opus")
struct OpusTests {
  struct Coding: Sendable, CustomTestStringConvertible {
    var channels = 1
    var application = OPUS_APPLICATION_VOIP
    /// Audio frames at 48 kHz in a packet.
    var frames = 960
    var bitrate: Int32 = 24000
    var usesDTX = false

    var testDescription: String { "\(frames) frames, \(channels) channels, \(bitrate) bit/s" }

    /// Encodes two seconds, the second of them quiet where DTX is on.
    func packets() -> [[UInt8]] {
      let oracle = OpusOracle(channels: channels, application: application)
      oracle.set(OPUS_SET_BITRATE_REQUEST, bitrate)
      oracle.set(OPUS_SET_DTX_REQUEST, usesDTX ? 1 : 0)
      var pcm = speech(frames: 96000, channels: channels, rate: 48000)
      if usesDTX { for index in pcm.indices.dropFirst(pcm.count / 2) { pcm[index] = 0 } }
      let step = frames * channels
      return stride(from: 0, through: pcm.count - step, by: step).map {
        oracle.encode(pcm[$0..<$0 + step])
      }
    }
  }

  static let codings: [Coding] =
    [120, 240, 480, 960, 1920, 2880, 3840, 4800, 5760].flatMap { frames in
      [
        Coding(frames: frames),
        Coding(channels: 2, frames: frames, bitrate: 64000),
        Coding(channels: 2, application: OPUS_APPLICATION_AUDIO, frames: frames, bitrate: 20000),
        Coding(
          application: OPUS_APPLICATION_RESTRICTED_LOWDELAY, frames: frames, bitrate: 48000),
      ]
    } + [Coding(frames: 960, bitrate: 12000, usesDTX: true)]

  @Test("packets decode as a bare loop over libopus does", arguments: codings)
  func oracle(coding: Coding) throws {
    let oracle = OpusOracle(channels: coding.channels)
    let decoding = try Decoding(formats["opus"], channels: coding.channels)
    for packet in coding.packets() {
      let expected = oracle.decode(packet)
      #expect(try decoding.decode(packet) == expected)
      let duration = decoding.duration(of: packet)
      #expect(duration == coding.frames)
    }
  }

  @Test("the silence of DTX is packets of a byte or two that decode to their length")
  func dtx() throws {
    let packets = Coding(frames: 960, bitrate: 12000, usesDTX: true).packets()
    #expect(packets.contains { $0.count <= 2 })
    let decoding = try Decoding(formats["opus"], channels: 1)
    for packet in packets { #expect(try decoding.decode(packet).count == 960) }
  }

  @Test("a stream may be decoded to other channels than it has", arguments: [(1, 2), (2, 1)])
  func channels(coded: Int, wanted: Int) throws {
    let oracle = OpusOracle(channels: wanted)
    let decoding = try Decoding(formats["opus"], channels: wanted)
    for packet in Coding(channels: coded, bitrate: 64000).packets().prefix(20) {
      #expect(decoding.channels(in: packet) == coded)
      #expect(try decoding.decode(packet) == oracle.decode(packet))
    }
  }

  @Test("concealment is libopus's own", arguments: [960, 120, 2880, 5760])
  func conceal(frames: Int) throws {
    let oracle = OpusOracle(channels: 1)
    let decoding = try Decoding(formats["opus"], channels: 1)
    for packet in Coding().packets().prefix(30) {
      #expect(try decoding.decode(packet) == oracle.decode(packet))
    }
    let concealed = decoding.conceal(frames)
    #expect(concealed == oracle.decode(nil, frames: frames))
    #expect(concealed.contains { abs(Int($0)) > 100 })
  }

  @Test("concealment writes any number of frames", arguments: [-1, 0, 1, 119, 121, 7000, 20000])
  func concealAny(frames: Int) throws {
    let decoding = try Decoding(formats["opus"], channels: 2)
    #expect(decoding.conceal(frames).count == 2 * max(0, frames))
    #expect(decoding.conceal(frames, room: 100).count == 2 * min(max(0, frames), 100))
  }

  @Test("no bytes give no frames, and more than two channels no decoder")
  func nothing() throws {
    let decoding = try Decoding(formats["opus"])
    #expect(try decoding.decode([]) == [])
    #expect(throws: CodecError.noDecoder(codec: "opus", channels: 3)) {
      _ = try Decoding(formats["opus"], channels: 3)
    }
    #expect(throws: CodecError.noDecoder(codec: "opus", channels: 0)) {
      _ = try Decoding(formats["opus"], channels: 0)
    }
  }

  @Test("a buffer shorter than the packet throws")
  func noRoom() throws {
    let packet = Coding().packets()[0]
    #expect(throws: CodecError.noRoom(codec: "opus")) {
      let decoding = try Decoding(formats["opus"], channels: 1)
      _ = try decoding.decode(packet, room: 959)
    }
  }
}
