import Foundation
import TestSupport
import Testing

@testable import Playout

/// Whatever senders do to their clocks, packets stand where they belong.
@Suite("Senders that misbehave")
struct TimelinePropertyTests {
  /// `RTP2WAV_STREAMS=10000` tries as many a seed.
  private static let streams =
    ProcessInfo.processInfo.environment["RTP2WAV_STREAMS"].flatMap(Int.init) ?? 300

  private static func place(_ packets: [TimedPacket], _ mode: TimelineMode, clock: Int) -> (
    [Int64], Timeline
  ) {
    var timeline = Timeline(sampleRate: clock, clockRate: clock, mode: mode)
    let frames = packets.indices.map { timeline.place(packets, $0).frame }
    timeline.finish()
    return (frames, timeline)
  }

  @Test(
    "all audio is heard, in its place, and nothing is longer than it was", arguments: UInt64(1)...3)
  func places(_ seed: UInt64) {
    var outside = 0
    for stream in 0..<UInt64(Self.streams) {
      let mode = stream % 3 == 0 ? TimelineMode.capture : .rtp
      let model = SenderModel(seed: seed << 32 | stream, mode: mode)
      let (frames, _) = Self.place(model.sent.map(\.packet), mode, clock: model.clock)
      let clock = Double(model.clock)
      var end = 0.0
      var (heard, worst, place) = (0.0, 0.0, 0)
      for (index, (frame, sent)) in zip(frames, model.sent).enumerated() {
        let start = Double(frame) / clock
        let length = Double(sent.packet.duration) / clock
        heard += max(0, start + length - max(end, start))
        end = max(end, start + length)
        if (start - sent.place).magnitude > worst {
          (worst, place) = ((start - sent.place).magnitude, index)
        }
      }
      let audio = Double(model.sent.count) * Double(model.duration) / clock
      let isRight =
        heard >= 0.999 * audio && worst <= 0.02 + 1.1 * Double(model.duration) / clock
        && (end - model.length).magnitude <= max(0.25, model.length / 100)
        && end <= model.captured + 1
      if !isRight {
        outside += 1
        if outside <= 10 {
          print(
            "seed \(seed) stream \(stream) \(mode) \(model.deeds) clock \(model.clock)/\(model.duration): heard \(heard) of \(audio), off by "
              + "\(worst) at \(place) of \(model.sent.count), \(end) s for \(model.length)")
        }
      }
    }
    #expect(outside == 0)
  }

  @Test("what is written holds every byte of audio, in order", arguments: UInt64(1)...60)
  func samples(_ seed: UInt64) throws {
    var model = SenderModel(seed: seed, mode: .rtp)
    // G.711 has a byte a tick.
    while model.clock != 8000 {
      model = SenderModel(seed: seed << 32 | UInt64(model.sent.count), mode: .rtp)
    }
    var random = Randomness(seed: seed)
    let packets = model.sent.map { sent in
      Packet(
        order: sent.packet.order, timestamp: sent.packet.timestamp,
        time: Double(sent.packet.time) * 1e-9,
        payload: random.bytes(model.duration).map { $0 & 0x7f == 0x7f ? 0 : $0 })
    }
    let cuts = Set(packets.indices.filter { _ in random.chance(2) })
    let played = try play(packets, [Media.pcmu], cuts: cuts)
    // None of the bytes stands for silence, which is what gaps hold.
    #expect(played.samples.filter { $0 != 0 } == packets.flatMap(\.payload).map(expandMu))
    #expect(played.result.overlapped == 0)
  }
}
