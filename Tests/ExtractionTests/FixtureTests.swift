import Audio
import Codecs
import NetworkBytes
import Playout
import RTP
import Reporting
import Signalling
import TestSupport
import Testing

@Suite("What comes of the fixtures")
struct FixtureTests {
  @Test("all of them are there")
  func complete() {
    #expect(Fixture.all.count == 23)
  }

  @Test("packets are counted as their makers and tshark count them", arguments: Fixture.all)
  func counts(fixture: Fixture) throws {
    let report = try Run(fixture).report
    #expect(report.packets == fixture.packets.total)
    #expect(report.udp == fixture.packets.udp)
    #expect(report.rtp == fixture.packets.rtp)
    #expect(report.rtcp == fixture.packets.rtcp)
    #expect(report.notRTP == fixture.packets.notRTP)
    #expect(report.streams.count == fixture.streams.count)
    for (stream, expected) in zip(report.streams, fixture.sortedStreams) {
      #expect("0x" + stream.key.ssrcText == expected.ssrc)
      #expect(stream.key.source.description == expected.src)
      #expect(stream.key.destination.description == expected.dst)
      #expect(stream.packets == expected.packets)
      #expect(stream.lost == expected.lost)
      #expect(stream.duplicates == expected.duplicates)
      #expect(stream.reordered == expected.reordered)
      #expect(stream.call?.callID == expected.callId)
      let start = Double(stream.statistics.firstTime - report.startTime) * 1e-9
      // A reassembled datagram has the time of its last fragment, some microseconds later.
      #expect(abs(start - expected.startS) < 5e-5)
    }
  }

  @Test("payload types have their codec", arguments: Fixture.all)
  func payloadTypes(fixture: Fixture) throws {
    let report = try Run(fixture).report
    for (stream, expected) in zip(report.streams, fixture.sortedStreams) {
      let formats = stream.formats.map { format in
        Fixture.Stream.PayloadType(
          pt: Int(format.payloadType),
          codec: format.codec?.name ?? format.format?.encodingName ?? "unknown",
          packets: format.packets)
      }
      #expect(formats.sorted { $0.pt < $1.pt } == expected.payloadTypes.sorted { $0.pt < $1.pt })
    }
  }

  @Test(
    "the audio is that of independent decoders, sample by sample", .waitsForOthers,
    arguments: Fixture.all)
  func audio(fixture: Fixture) throws {
    let run = try Run(fixture)
    for (stream, expected) in zip(run.report.streams, fixture.sortedStreams) {
      #expect(stream.file?.name == expected.file)
      guard let file = stream.file?.name else { continue }
      let audio = try run.audio(file)
      #expect(audio.sampleRate == expected.sampleRate)
      #expect(audio.channels == expected.channels)
      #expect(audio.frames == expected.samples)
      for stretch in expected.exact ?? [] {
        #expect(
          try audio.sha256(stretch.start..<stretch.end) == stretch.sha256,
          "\(file), \(stretch.start)..<\(stretch.end)")
      }
      if let levels = expected.levelsDb { audio.expect(levels: levels, file) }
    }
  }

  @Test("gaps are where packets are missing, and are told apart", arguments: Fixture.all)
  func gaps(fixture: Fixture) throws {
    let report = try Run(fixture).report
    for (stream, expected) in zip(report.streams, fixture.sortedStreams) where stream.file != nil {
      let gaps = (stream.played?.gaps.recent ?? []).map {
        Fixture.Stream.Gap(
          start: Int($0.start), end: Int($0.end), kind: $0.kind.rawValue, filled: $0.fill.rawValue)
      }
      #expect(gaps == expected.gaps ?? [], "\(stream.key.ssrcText)")
    }
  }

  @Test("telephone-events have their digit, start and end", arguments: Fixture.all)
  func events(fixture: Fixture) throws {
    let report = try Run(fixture).report
    for (stream, expected) in zip(report.streams, fixture.sortedStreams) where stream.file != nil {
      let events = stream.played?.events ?? []
      #expect(stream.played?.digits.text == expected.events.map(\.digit).joined())
      let rate = Double(stream.played?.sampleRate ?? 8000)
      for (event, known) in zip(events, expected.events) {
        #expect(abs(Double(event.start) / rate - known.startS) < 0.001)
        #expect(abs(Double(event.end) / rate - known.endS) < 0.001)
      }
    }
  }

  @Test("any number of workers gives the same bytes", arguments: Fixture.all, [2, 3, 40])
  func jobs(fixture: Fixture, jobs: Int) throws {
    try Run(fixture).expectEqual(Run(fixture, jobs: jobs))
  }

  @Test("any amount of memory gives the same bytes", arguments: Fixture.all, [0, 20_000, 80_000])
  func memory(fixture: Fixture, bytes: Int) throws {
    try Run(fixture).expectEqual(Run(fixture, memory: bytes))
  }
}

extension Fixture {
  /// In the order of the report.
  var sortedStreams: [Stream] { streams.sorted { $0.startS < $1.startS } }
}
