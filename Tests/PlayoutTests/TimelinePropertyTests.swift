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
        guard let right = sent.place else { continue }
        let start = Double(frame) / clock
        let length = Double(sent.packet.duration) / clock
        heard += max(0, start + length - max(end, start))
        end = max(end, start + length)
        let off = (start - right).magnitude
        if off > worst { (worst, place) = (off, index) }
      }
      let audio = Double(model.sent.count { $0.place != nil }) * Double(model.duration) / clock
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

  @Test("what is written holds every byte of audio, in order", arguments: UInt64(1)...20)
  func samples(_ seed: UInt64) throws {
    // G.711 has a byte a tick.
    let models = (0..<100).lazy.map { SenderModel(seed: seed << 32 | $0, mode: .rtp) }
    let model = try #require(models.first { $0.clock == 8000 })
    var random = Randomness(seed: seed)
    let packets = model.sent.filter { $0.place != nil }.map { sent in
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

  @Test(
    "where it does all that close together, audio is heard whole and nothing is longer than it was")
  func closeTogether() {
    var outside = 0
    for stream in 0..<UInt64(Self.streams) {
      let mode = stream % 3 == 0 ? TimelineMode.capture : .rtp
      let model = SenderModel(seed: 99 << 32 | stream, mode: mode, spacing: 12...30, deeds: 12)
      let frames = Self.place(model.sent.map(\.packet), mode, clock: model.clock).0
      var (end, heard, audio) = (Int64(0), Int64(0), Int64(0))
      for (frame, sent) in zip(frames, model.sent) where sent.place != nil {
        audio += sent.packet.duration
        heard += max(0, min(sent.packet.duration, frame + sent.packet.duration - end))
        end = max(end, frame + sent.packet.duration)
      }
      let seconds = Double(end) / Double(model.clock)
      if heard != audio || seconds > model.captured + 1 {
        outside += 1
        if outside < 10 {
          print("stream \(stream) \(mode): \(heard) of \(audio), \(seconds) of \(model.captured)")
        }
      }
    }
    #expect(outside == 0)
  }
}
