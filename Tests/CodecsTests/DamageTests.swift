import Audio
import Codecs
import Foundation
import TestSupport
import Testing

@Suite("Damaged payloads", .waitsForOthers)
struct DamageTests {
  /// A format of each codec, and what else decoders tell apart.
  private static let described =
    formats.values.map { Codec.rtpmap(of: $0) } + [
      "speex/16000", "speex/32000", "AMR/8000 octet-align=1", "AMR-WB/16000 octet-align=1; crc=1",
    ]

  /// Payloads for each of them; `RTP2WAV_DAMAGED=100000 Scripts/test --filter DamageTests` takes minutes.
  private static let count =
    ProcessInfo.processInfo.environment["RTP2WAV_DAMAGED"].flatMap { Int($0) } ?? 3000

  @Test(
    "never trap, print nothing, and decode to what is promised or not at all",
    arguments: described.sorted())
  func damaged(_ described: String) async {
    let ended = await #expect(
      processExitsWith: .success, observing: [\.standardOutputContent, \.standardErrorContent]
    ) { [described] in
      let words = described.split(separator: " ", maxSplits: 1).map(String.init)
      let plain = try #require(MediaFormat(rtpmap: words[0]))
      let format = MediaFormat(
        encodingName: plain.encodingName, clockRate: plain.clockRate, channels: plain.channels,
        parameters: words.count > 1 ? words[1] : "")
      let codec = try #require(Codec.codec(for: format))
      for channels in codec.decoderMixes ? [1, 2] : [format.channels] {
        var damage = try Damage(codec, format, channels: channels)
        let decoding = try Decoding(format, channels: channels)
        for payload in damage.payloads { #expect(try !decoding.decode(payload).isEmpty) }
        var decoded = 0
        for _ in 0..<DamageTests.count {
          decoded += damage.probe(decoding) ? 1 : 0
        }
        // To most codecs of constant rate all bytes are audio. GSM's frames have a signature, and the others refuse most
        // of what is no packet.
        let takesAll = codec.constantRate(for: format) != nil && codec.name != "GSM"
        #expect(takesAll ? decoded == DamageTests.count : decoded > 0)
      }
    }
    guard let ended else { return }
    #expect(String(decoding: ended.standardErrorContent, as: UTF8.self) == "")
    #expect(String(decoding: ended.standardOutputContent, as: UTF8.self) == "")
  }
}

/// What becomes of a codec's payloads on a bad way.
private struct Damage {
  /// Two seconds of voice, undamaged; none where there is no encoder.
  let payloads: [[UInt8]]
  private let frames: Int
  private var random = Randomness(seed: 3)

  init(_ codec: Codec, _ format: MediaFormat, channels: Int) throws {
    let rate = codec.sampleRate(for: format)
    frames = Int(codec.packetLength(for: format).usual * Double(rate) / 1000)
    guard codec.canEncode else {
      payloads = []
      return
    }
    let voice = speech(frames: 2 * rate, channels: channels, rate: rate)
    var encoder = try codec.makeEncoder(for: format, channels: channels)
    let length = frames * channels
    payloads = try stride(from: 0, through: voice.count - length, by: length).map { start in
      var payload: [UInt8] = []
      try encoder.encode(voice.span.extracting(start..<start + length), into: &payload)
      return payload
    }
  }

  /// Random bytes, or a payload that was changed, cut, or joined to others.
  private mutating func next() -> [UInt8] {
    var payload = payloads.randomElement(using: &random) ?? random.bytes(50)
    switch Int.random(in: 0..<4, using: &random) {
    case 0: return random.bytes(Int.random(in: 0...200, using: &random))
    case 1: payload.removeLast(Int.random(in: 0...payload.count, using: &random))
    case 2: payload += payloads.randomElement(using: &random) ?? []
    default: break
    }
    for _ in 0..<Int.random(in: 0...4, using: &random) where !payload.isEmpty {
      // Heads decide more than what is behind them.
      let end = random.chance(30) ? min(2, payload.count) : payload.count
      payload[Int.random(in: 0..<end, using: &random)] = UInt8.random(in: 0...255, using: &random)
    }
    return payload
  }

  /// Asks everything of a decoder that players ask, with one damaged payload; returns whether it was decoded.
  mutating func probe(_ decoding: Decoding) -> Bool {
    let payload = next()
    let (codec, format) = (decoding.codec, decoding.format)
    let promised = codec.maximumFrames(in: payload.count, for: format)
    let time = codec.time(of: payload.span, for: format)
    let channels = decoding.channels(in: payload)
    let remark = codec.remark(on: payload.span, of: format)
    let pcm = try? decoding.decode(payload)
    if let pcm {
      let lasts = time.map { $0.ticks * codec.sampleRate(for: format) / format.clockRate }
      if pcm.count > promised * decoding.channels || pcm.count != (lasts ?? -1) * decoding.channels
      {
        Issue.record(
          "\(payload) lasts \(lasts ?? -1) frames of \(promised), decodes to \(pcm.count)")
      }
    }
    if !(1...64).contains(channels) || remark == "" {
      Issue.record("\(payload) has \(channels) channels, and is remarked on: \(remark ?? "no")")
    }
    if let noise = decoding.noiseFrames(), noise < 0 { Issue.record("\(noise) frames of noise") }
    _ = decoding.soundsLike()
    switch Int.random(in: 0..<8, using: &random) {
    case 0: _ = try? decoding.decode(payload, room: Int.random(in: 0...promised, using: &random))
    case 1: _ = decoding.recover(Int.random(in: 0...2 * frames, using: &random), from: payload)
    case 2: _ = decoding.conceal(Int.random(in: -1...2 * frames, using: &random))
    case 3 where codec.repetition != nil:
      decoding.select(Int.random(in: 0...3, using: &random)..<Int.max)
      if let rest = try? decoding.decode(payload), rest.count > pcm?.count ?? 0 {
        Issue.record("\(payload) without its first frames decodes to \(rest.count)")
      }
    case 4 where codec.hasRemainders:
      var remainders = [Int16](repeating: 0, count: promised * decoding.channels)
      var span = remainders.mutableSpan
      codec.remainders(of: payload.span, into: &span)
    default: break
    }
    return pcm != nil
  }
}
