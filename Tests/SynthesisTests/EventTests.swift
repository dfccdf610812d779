import Audio
import Playout
import Reporting
import Synthesis
import TestSupport
import Testing

@Suite("Telephone-events of made traces, as tshark reads them", .waitsForOthers)
struct EventTests {
  private static let fields = [
    "rtp.p_type", "rtp.marker", "rtp.timestamp", "rtpevent.event_id", "rtpevent.end_of_event",
    "rtpevent.volume", "rtpevent.duration",
  ]

  private func rows(
    _ digits: String, clock: Int = 8000, faults: [Int: Set<EventFault>] = [:],
    _ change: (inout MediaOptions) -> Void = { _ in }
  ) throws -> [[String]] {
    var media =
      clock == 8000 ? media() : media("opus", clock: 48_000, type: 111)
    media.timestamp = 0
    media.digits = try DigitPress.parse(digits)
    media.faults = faults
    change(&media)
    let trace = try Trace(try tone(2), media)
    return try trace.fields(
      Self.fields[0], Self.fields[1], Self.fields[2], Self.fields[3], Self.fields[4],
      Self.fields[5], Self.fields[6], options: ["-o", "rtpevent.event_payload_type_value:101"])
  }

  /// An event's packet as tshark has it.
  private func row(
    _ event: Int, _ timestamp: Int, _ duration: Int, marker: Bool = false, isEnd: Bool = false,
    volume: Int = 10
  ) -> [String] {
    [
      "101", marker ? "1" : "0", "\(timestamp)", "\(event)", isEnd ? "1" : "0", "\(volume)",
      "\(duration)",
    ]
  }

  @Test(
    "a digit has a marker, one timestamp, growing durations in the audio's clock, three ends",
    arguments: [8000, 48_000])
  func digit(_ clock: Int) throws {
    let step = clock / 50
    let events = try rows("D@1s,on=90ms,level=-7", clock: clock).filter { $0[0] == "101" }
    let expected = [1, 2, 3, 4].map {
      row(15, clock, $0 * step, marker: $0 == 1, volume: 7)
    }
    // It ends within the time of a packet, which says so.
    let end = row(15, clock, clock * 9 / 100, isEnd: true, volume: 7)
    #expect(events == expected + [end, end, end])
  }

  @Test("all sixteen digits have their codes")
  func codes() throws {
    let events = try rows("0123456789*#ABCD@0s,on=40ms,off=40ms").filter { $0[1] == "1" }
    #expect(events.map { $0[3] } == (0...15).map { "\($0)" })
    #expect(events.map { $0[2] } == (0...15).map { "\($0 * 640)" })
  }

  @Test("audio stops for an event, and goes on where its clock has come to")
  func suppressed() throws {
    let audio = try rows("5@1s,on=100ms").filter { $0[0] == "0" }
    #expect(audio.count == 95)
    #expect(audio[49][2] == "7840")
    #expect(audio[50][2] == "8800")
    let beside = try rows("5@1s,on=100ms") { $0.sendsAudioBesideEvents = true }
    #expect(beside.filter { $0[0] == "0" }.count == 100)
  }

  @Test("an event longer than 16 bits of duration goes on in segments, and is one digit")
  func long() throws {
    var media = media()
    media.timestamp = 0
    media.digits = try DigitPress.parse("7@1s,on=20s")
    let trace = try Trace(try tone(1), media)
    let events = try trace.fields(
      "rtp.marker", "rtp.timestamp", "rtpevent.duration", "rtpevent.end_of_event",
      options: ["-o", "rtpevent.event_payload_type_value:101"]
    ).filter { $0[2] != "" }
    #expect(Set(events.map { $0[1] }) == ["8000", "73535", "139070"])
    #expect(events.filter { $0[0] == "1" }.count == 1)
    #expect(
      events.filter { $0[3] == "1" }
        == [[String]](repeating: ["0", "139070", "28930", "1"], count: 3))
    #expect(events.filter { $0[2] == "65535" }.count == 2)
    #expect(try trace.extract().streams.first?.played?.digits.text == "7")
  }

  @Test("digits come back from the main job, by each way", arguments: DigitSignalling.allCases)
  func ways(_ way: DigitSignalling) throws {
    var media = media()
    media.digits = try DigitPress.parse("1234#@1s,on=80ms,off=80ms")
    media.signalling = way
    media.sendsAudioBesideEvents = way == .both
    let trace = try Trace(Prompt([.silence(3)]), media)
    let stream = try #require(trace.extract().streams.first)
    #expect(stream.played?.digits.text == (way == .inband ? "" : "1234#"))
    let samples = try Prompt([.file(try trace.audio(stream))]).render(sampleRate: 8000)
    for (index, pair) in [(697.0, 1209.0), (697, 1336), (697, 1477), (770, 1209), (941, 1477)]
      .enumerated()
    {
      let start = 8000 + index * 1280
      let heard = Spectrum(samples[start + 40..<start + 600], 8000)
      // The main job renders events, too, at a level of its own.
      #expect(heard.level(at: pair.0) > -20 && heard.level(at: pair.1) > -20, "\(index)")
      if way == .inband { #expect(abs(heard.level(at: pair.0) + 10) < 0.5) }
    }
  }

  @Test("each fault shows in the packets, and only in the digit that has it")
  func faults() throws {
    func events(_ fault: EventFault) throws -> [[String]] {
      try rows("12@0.5s,on=100ms,off=100ms", faults: [1: [fault]]).filter { $0[0] == "101" }
    }
    let first = (1...5).map { row(1, 4000, $0 * 160, marker: $0 == 1) }
    let ends = [[String]](repeating: row(1, 4000, 800, isEnd: true), count: 3)
    let second =
      (1...5).map { row(2, 5600, $0 * 160, marker: $0 == 1) }
      + [[String]](repeating: row(2, 5600, 800, isEnd: true), count: 3)
    for fault in EventFault.allCases where fault != .audioTimestampStalled {
      #expect(Array(try events(fault).suffix(8)) == second, "\(fault)")
    }
    #expect(try events(.endMissing) == first + second)
    #expect(try events(.endNotRepeated) == first + ends[..<1] + second)
    #expect(
      try events(.markerMissing) == [row(1, 4000, 160)] + first[1...] + ends + second)
    #expect(
      try events(.durationZero) == [row(1, 4000, 0, marker: true)] + first[1...] + ends + second)
    #expect(try events(.volumeOutOfRange).first == row(1, 4000, 160, marker: true, volume: 63))
    #expect(try events(.wrongClock).map { $0[6] }.first == "320")
    #expect(
      try events(.timestampChanged)[..<5].map { $0[2] } == ["4000", "4160", "4320", "4480", "4640"])
    #expect(
      try events(.durationDecreased)[..<6].map { $0[6] } == [
        "160", "320", "480", "640", "320", "800",
      ])
    let malformed = try events(.malformed)
    #expect(malformed.filter { $0[6] == "" }.count == 1)
    let stalled = try rows("12@0.5s,on=100ms", faults: [1: [.audioTimestampStalled]])
      .filter { $0[0] == "0" }
    #expect(stalled[24][2] == "3840")
    #expect(stalled[25][2] == "4000")
    // The digit's own ends keep its timestamp.
    #expect(try Array(events(.audioTimestampStalled)[..<8]) == first + ends)
  }

  @Test("events that are not negotiated are missing from the SDP only")
  func notNegotiated() throws {
    var media = media()
    media.digits = try DigitPress.parse("1@1s")
    media.faults = [1: [.notNegotiated]]
    let trace = try Trace(try tone(2), media) { $0.signals = true }
    let types = try trace.fields("sdp.media", filter: "sip.Method == INVITE")
    #expect(types == [["audio 4000 RTP/AVP 0"]])
    #expect(try trace.fields("rtp.seq", filter: "rtp.p_type == 101").count == 8)
  }

  static let mistakes: [(String, String)] = [
    ("1234", "takes DIGITS@TIME"), ("12E@1s", "'E' is no DTMF digit"), ("@1s", "has no digits"),
    ("1@soon", "takes DIGITS@TIME"), ("1@1s,on=0ms", "on= takes a length"),
    ("1@1s,loud=1", "there are on= off= level= twist="), ("1@1s,level=3", "-63 to 0 dBm0"),
    ("1@3600s", "more than an hour"),
  ]

  @Test("digits that make no sense are refused with what is allowed", arguments: mistakes)
  func mistake(_ text: String, _ message: String) {
    let error = #expect(throws: SynthesisError.self) { try DigitPress.parse(text) }
    #expect(error?.description.contains(message) == true, "\(String(describing: error))")
  }

  @Test("digits that overlap are refused")
  func overlap() throws {
    let (left, right) = (try DigitPress.parse("1@1s,on=200ms"), try DigitPress.parse("2@1.1s"))
    #expect(throws: SynthesisError.self) { try DigitPress.merged([left, right]) }
  }
}
