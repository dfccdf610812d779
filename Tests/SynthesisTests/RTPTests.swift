import Audio
import Codecs
import Foundation
import NetworkBytes
import Playout
import Reporting
import Synthesis
import TestSupport
import Testing

@Suite("RTP of made traces, as tshark reads it", .waitsForOthers)
struct RTPTests {
  @Test("fields begin where they are told to, and wrap")
  func wraps() throws {
    var media = media()
    media.ssrc = 0x1a2b_3c4d
    media.sequenceNumber = 65_534
    media.timestamp = 0xffff_ff00
    let rows = try Trace(try tone(0.1), media).fields(
      "rtp.ssrc", "rtp.seq", "rtp.timestamp", "rtp.p_type", "rtp.marker", "frame.time_relative")
    let timestamps = [0xffff_ff00, 0xffff_ffa0, 0x40, 0xe0, 0x180]
    #expect(
      rows
        == zip([65_534, 65_535, 0, 1, 2], timestamps).enumerated().map { index, pair in
          [
            "0x1a2b3c4d", "\(pair.0)", "\(pair.1)", "0", "0",
            String(format: "%.9f", Double(index) * 0.02),
          ]
        })
  }

  static let networks: [(String, String, String, UInt16?)] = [
    ("192.0.2.1", "192.0.2.2", "trace.pcap", nil), ("192.0.2.1", "192.0.2.2", "trace.pcapng", 7),
    ("2001:db8::1", "2001:db8::2", "trace.pcap", 4094),
    ("2001:db8::1", "2001:db8::2", "trace.pcapng", nil),
  ]

  @Test("lengths and checksums are right, within SIPp's limits", arguments: networks)
  func network(_ from: String, _ to: String, _ name: String, _ vlan: UInt16?) throws {
    let source = SocketAddress(try #require(IPAddress(from)), port: 4000)
    let destination = SocketAddress(try #require(IPAddress(to)), port: 5000)
    let trace = try Trace(try tone(2), media(), name: name, from: source, to: destination) {
      $0.vlan = vlan
    }
    let rows = try trace.fields(
      "ip.checksum.status", "udp.checksum.status", "frame.len", "frame.cap_len", "udp.length",
      "rtp.ssrc", "vlan.id", "_ws.expert")
    #expect(rows.count == 100)
    let length = 14 + (vlan == nil ? 0 : 4) + (source.address.isIPv6 ? 40 : 20) + 180
    let row = [
      source.address.isIPv6 ? "" : "1", "1", "\(length)", "\(length)", "180", rows[0][5],
      vlan.map { "\($0)" } ?? "", "",
    ]
    #expect(rows.allSatisfy { $0 == row }, "\(rows[0])")
    #expect(try trace.extract().streams.map(\.packets) == [100])
  }

  static let codecs: [(MediaOptions, Int)] = [
    (media(), 8000), (media("PCMA", type: 8), 8000), (media("G722", type: 9), 16_000),
    (media("opus", clock: 48_000, type: 111), 48_000),
    (media("L16", clock: 16_000, type: 96), 16_000),
  ]

  @Test("the main job hears the audio again, as loud and as long", arguments: codecs)
  func roundTrip(_ media: MediaOptions, _ rate: Int) throws {
    let trace = try Trace(try tone(2, 1000), media)
    let report = try trace.extract(formats: [media.payloadType: media.format])
    let stream = try #require(report.streams.first)
    #expect(stream.lost == 0)
    let samples = try Prompt([PromptSegment.file(try trace.audio(stream))])
      .render(sampleRate: rate)
    #expect(samples.count == 2 * rate)
    let heard = Spectrum(samples[rate / 2..<rate * 3 / 2], rate)
    #expect(abs(heard.level(at: 1000) + 12) < 0.2)
    #expect(heard.level - heard.level(at: 1000) < 0.2)
  }

  @Test("so it does with every codec that has an encoder", arguments: Codec.all)
  func everyCodec(_ codec: Codec) throws {
    guard codec.canEncode else { return }
    let format = codec.format()
    var media = MediaOptions(
      format, payloadType: codec.payloadType(for: format),
      packetTime: codec.packetLength(for: format).usual / 1000)
    let trace = try Trace(try tone(2, 1000), media) { $0.signals = true }
    let stream = try #require(try trace.extract().streams.first)
    #expect(stream.formats.map(\.payloadType) == [media.payloadType])
    let rate = codec.sampleRate(for: format)
    let heard = try Prompt([PromptSegment.file(try trace.audio(stream))]).render(sampleRate: rate)
    let spectrum = Spectrum(heard[rate / 2..<rate * 3 / 2], rate)
    // LPC-10 makes a tone of its own; it keeps no more than the pitch and the formants of a voice.
    // Codecs that describe silence are made for voices, and keep less of a tone.
    if codec.name != "LPC" {
      #expect(abs(spectrum.level(at: 1000) + 12) < (codec.sendsNoise ? 3 : 0.5))
    }
    media.packetTime = 0.0001
    #expect(throws: SynthesisError.self) { try Trace(try tone(0.1), media) }
  }

  @Test("equal arguments give equal bytes, and another seed others")
  func seeds() throws {
    func make(_ seed: UInt64) throws -> [UInt8] {
      try Trace(try tone(5), media()) {
        $0.seed = seed
        $0.impairments.loss = 0.1
        $0.impairments.jitter = 0.01
        $0.signals = true
      }.bytes
    }
    #expect(try make(1) == make(1))
    #expect(try make(1) != make(2))
  }

  @Test("timestamp, SSRC and codec change when they are told to")
  func changes() throws {
    var media = media()
    media.changes = [
      .init(.timestamp, at: 1),
      .init(.codec(MediaFormat(encodingName: "PCMA", clockRate: 8000), payloadType: 8), at: 2),
      .init(.ssrc, at: 3),
    ]
    let rows = try Trace(try tone(4), media).fields("rtp.ssrc", "rtp.p_type", "rtp.timestamp")
    let steps = zip(rows, rows.dropFirst()).map {
      UInt32(truncatingIfNeeded: (Int($1[2]) ?? 0) - (Int($0[2]) ?? 0))
    }
    #expect(steps.indices.filter { steps[$0] != 160 } == [49, 149])
    #expect(rows.map { $0[1] } == (0..<200).map { $0 < 100 ? "0" : "8" })
    #expect(Set(rows[..<150].map { $0[0] }).count == 1)
    #expect(Set(rows.map { $0[0] }).count == 2)
  }

  @Test("SIP and SDP stand around a call of two directions")
  func call() throws {
    let reply = media()
    let trace = try Trace(try tone(1), media()) {
      $0.signals = true
      $0.reply = TraceSynthesis.Party(Trace.destination, Prompt([.silence(2)]), reply)
    }
    let rows = try trace.fields(
      "sip.Method", "sip.Status-Code", "sip.CSeq.method", "sdp.media.port", "_ws.expert",
      filter: "sip")
    #expect(
      rows.map { $0[0] + $0[1] + " " + $0[2] } == [
        "INVITE INVITE", "100 INVITE", "180 INVITE", "200 INVITE", "ACK ACK", "BYE BYE", "200 BYE",
      ])
    #expect(rows[0][3] == "4000" && rows[3][3] == "5000")
    let report = try trace.extract()
    #expect(report.streams.map(\.packets).sorted() == [50, 100])
    #expect(report.streams.allSatisfy { $0.call != nil && $0.reverse != nil })
  }

  @Test("a packet too large for Ethernet is refused, with the way out, and nothing is written")
  func large() throws {
    var media = media("L16", clock: 44_100, type: 11)
    media.packetTime = 0.02
    let error = #expect(throws: SynthesisError.self) { try Trace(try tone(1), media) }
    #expect(error?.description.contains("pass a smaller --ptime") == true)
  }
}
