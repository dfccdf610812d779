import Audio
import Foundation
import Playout
import Reporting
import Synthesis
import TestSupport
import Testing

@Suite("What was made comes back")
struct RoundTripTests {
  /// What may happen on the way without a sample being lost.
  enum Way: String, CaseIterable, CustomStringConvertible {
    case untouched, jitter, disorder, drift, wraps

    var description: String { rawValue }

    func change(_ media: inout MediaOptions, _ impairments: inout Impairments) {
      switch self {
      case .untouched: break
      case .jitter:
        impairments.jitter = 0.015
        impairments.distribution = .exponential
      case .disorder:
        impairments.reorder = 0.1
        impairments.duplicate = 0.1
      case .drift: impairments.drift = -300
      case .wraps:
        media.sequenceNumber = 65_520
        media.timestamp = 0xffff_f000
      }
    }
  }

  /// Codecs, and milliseconds of a packet.
  static let packets: [(String, Double)] = [
    ("PCMU", 10), ("PCMU", 20), ("PCMU", 30), ("PCMA", 20), ("PCMA", 60), ("L16", 10), ("L16", 20),
    ("L20", 20), ("L24", 10), ("GSM", 20), ("DVI4", 20),
  ]

  private static let rates = [
    "PCMU": 8000, "PCMA": 8000, "L16": 16_000, "L20": 16_000, "L24": 16_000,
  ]

  private static let types: [String: UInt8] = ["PCMU": 0, "GSM": 3, "DVI4": 5, "PCMA": 8]

  /// 1.2 s that come to every level: a sweep that swells, and noise over it.
  private func audio() throws -> Prompt {
    Prompt(
      [try PromptSegment(parsing: "sweep:200-3400,for=1s,level=3,fade=900ms")],
      overlays: [try Prompt.Overlay(parsing: "noise:white,for=1s,level=-40@200ms")], duck: -20)
  }

  private func options(_ codec: String, milliseconds: Double) -> MediaOptions {
    var media = media(
      codec, clock: Self.rates[codec] ?? 8000, type: Self.types[codec] ?? 96)
    media.packetTime = milliseconds / 1000
    return media
  }

  /// What must come out for what went in.
  private func expected(_ audio: Prompt, _ media: MediaOptions) throws -> [Int16] {
    let samples = try audio.render(sampleRate: media.format.clockRate)
    switch media.format.key {
    case "L16", "L20", "L24": return samples
    case "GSM": return coded(samples, .gsm, media)
    case "DVI4": return coded(samples, .dvi4(variable: false), media)
    default: return SpanDSP.quantised(samples, media.format.key)
    }
  }

  /// What libspandsp makes of whole packets.
  private func coded(
    _ samples: [Int16], _ kind: SpanDSPCoder.Kind, _ media: MediaOptions
  ) -> [Int16] {
    let coder = SpanDSPCoder(kind)
    let frames = Int(media.packetTime * Double(media.format.clockRate))
    return stride(from: 0, to: samples.count, by: frames).flatMap {
      coder.decode(coder.encode(Array(samples[$0..<min($0 + frames, samples.count)])))
    }
  }

  private func samples(_ trace: Trace, _ media: MediaOptions) throws -> [Int16] {
    let report = try trace.extract(formats: [media.payloadType: media.format])
    let stream = try #require(report.streams.first)
    #expect(report.streams.count == 1)
    return try Prompt([.file(try trace.audio(stream))]).render(sampleRate: media.format.clockRate)
  }

  @Test(
    "sample by sample, whatever the packets' length and the way they went",
    arguments: packets, Way.allCases)
  func exact(_ codec: (String, Double), _ way: Way) throws {
    var media = options(codec.0, milliseconds: codec.1)
    let audio = try audio()
    var impairments = Impairments()
    way.change(&media, &impairments)
    let trace = try Trace(audio, media) { $0.impairments = impairments }
    let found = try samples(trace, media)
    let expected = try expected(audio, media)
    // The last packet is filled up.
    let packet = Int(media.packetTime * Double(media.format.clockRate))
    #expect((expected.count..<expected.count + packet).contains(found.count))
    #expect(found.prefix(expected.count) == expected[...])
  }

  @Test(
    "what is lost is silent, and all else is there", .waitsForOthers, arguments: ["PCMU", "L16"],
    [1.0, 3])
  func loss(_ codec: String, _ burst: Double) throws {
    var media = options(codec, milliseconds: 20)
    media.sequenceNumber = 0
    let audio = try audio()
    let trace = try Trace(audio, media) {
      $0.impairments.loss = 0.2
      $0.impairments.burst = burst
      $0.impairments.reorder = 0.1
      $0.seed = 11
    }
    let there = Set(try trace.fields("rtp.seq").compactMap { Int($0[0]) })
    let (first, last) = (try #require(there.min()), try #require(there.max()))
    #expect(there.count < 60)
    let frames = media.format.clockRate / 50
    var expected = try expected(audio, media)
    for packet in first...last where !there.contains(packet) {
      expected.replaceSubrange(
        packet * frames..<(packet + 1) * frames, with: [Int16](repeating: 0, count: frames))
    }
    #expect(try samples(trace, media)[...] == expected[first * frames..<(last + 1) * frames])
  }

  static let presses: [(String, Double)] = [
    ("0123456789*#ABCD@500ms,on=50ms,off=50ms", 20), ("159D@513ms,on=63ms,off=59ms", 20),
    ("159D@507ms,on=85ms,off=70ms,level=-25,twist=-6", 20), ("2580@500ms,on=120ms", 10),
    ("2580@500ms,on=100ms", 60),
  ]

  @Test(
    "libspandsp hears the digits, by each way, as loud where tone and event are together",
    arguments: presses, ["PCMU", "PCMA", "L16"])
  func digits(_ press: (String, Double), _ codec: String) throws {
    var media = media(codec, type: ["PCMA": 8, "L16": 96][codec] ?? 0)
    media.packetTime = press.1 / 1000
    media.digits = try DigitPress.parse(press.0)
    let wanted = String(press.0.prefix { $0 != "@" })
    var heard: [DigitSignalling: [Int16]] = [:]
    for way in DigitSignalling.allCases {
      media.signalling = way
      media.sendsAudioBesideEvents = way == .both
      let trace = try Trace(Prompt([.silence(3)]), media)
      let report = try trace.extract(
        formats: [
          media.payloadType: media.format,
          101: MediaFormat(encodingName: "telephone-event", clockRate: 8000),
        ])
      let stream = try #require(report.streams.first)
      #expect(stream.played?.digits.text == (way == .inband ? "" : wanted), "\(way)")
      let samples = try Prompt([.file(try trace.audio(stream))]).render(sampleRate: 8000)
      #expect(SpanDSP.digits(samples) == wanted, "\(way)")
      heard[way] = samples
    }
    // An event is not rendered where its tone is.
    let (tone, both) = (try #require(heard[.inband]), try #require(heard[.both]))
    for press in media.digits {
      let range =
        Int((press.start + 0.001) * 8000)..<Int((press.start + press.length - 0.001) * 8000)
      let (wanted, found) = (Spectrum(tone[range], 8000).level, Spectrum(both[range], 8000).level)
      #expect(abs(found - wanted) < 0.1, "\(press.digit): \(found) for \(wanted)")
    }
  }
}
