import Audio
import DTMFAnalysis
import Demultiplexing
import Extraction
import Foundation
import JSON
import NetworkBytes
import Playout
import Reporting
import Testing

/// Asks what `rtp2wav dtmf` asks.
private func report(
  on traces: [TraceWriter], asking questions: DTMFQuestions = DTMFQuestions()
) throws -> DTMFReport {
  let paths = try traces.map { try $0.write() }
  defer { for path in paths { try? FileManager.default.removeItem(atPath: path) } }
  var options = ExtractionOptions()
  options.playout.rendersEvents = false
  options.playout.detectsDigits = true
  options.playout.explainsDigits = true
  options.demultiplexing.keepsEvents = true
  let extraction = try Extraction(
    inputs: paths, output: nil, options: options)
  return DTMFReport(
    on: extraction.run { _ in }.report, inputs: Array(paths.indices), asking: questions)
}

private func report(
  on phone: PhoneTrace, asking questions: DTMFQuestions = DTMFQuestions()
) throws -> DTMFReport {
  try report(on: [phone.trace], asking: questions)
}

@Suite("Digits of a trace")
struct DTMFReportTests {
  typealias Press = PhoneTrace.Press

  @Test(
    "the status of a press, and the verdict",
    arguments: [
      ([Press("5", 0.5)], [Press("5", 0.52)], ["agree"], Verdict.consistent),
      ([], [Press("5", 0.5)], ["event-only"], .consistent),
      ([Press("5", 0.5)], [], ["tone-only"], .consistent),
      ([Press("5", 0.5, 0.06)], [Press("5", 0.5, 0.4)], ["truncated"], .inconsistent),
      ([Press("5", 0.5, 0.035)], [Press("5", 0.5)], ["leak"], .inconsistent),
      ([Press("5", 0.5, 0.025)], [Press("5", 0.5)], ["leak"], .inconsistent),
      ([Press("5", 0.7)], [Press("5", 0.5)], ["doubled"], .inconsistent),
      ([Press("5", 0.62, 0.3)], [Press("5", 0.5)], ["doubled"], .inconsistent),
      ([Press("6", 0.5)], [Press("5", 0.5)], ["different"], .inconsistent),
      (
        [Press("1", 0.5), Press("1", 0.8)], [Press("1", 0.5), Press("1", 0.8)],
        ["agree", "agree"], .consistent
      ),
      (
        [Press("1", 0.5)], [Press("1", 0.5), Press("2", 0.9)], ["agree", "event-only"],
        .inconsistent
      ),
      ([], [], [], .none),
    ] as [([Press], [Press], [String], Verdict)])
  func statuses(
    tones: [Press], events: [Press], statuses: [String], verdict: Verdict
  ) throws {
    var phone = PhoneTrace()
    (phone.tones, phone.events) = (tones, events)
    let report = try report(on: phone)
    try #require(report.streams.count == 1)
    #expect(report.streams[0].matches.map(\.match.status.rawValue) == statuses)
    #expect(report.streams[0].verdict == verdict)
    #expect(report.verdict == verdict)
    #expect(report.streams[0].digits.findings.isEmpty)
  }

  @Test("times are of the stream, tones and events alike")
  func times() throws {
    var phone = PhoneTrace()
    (phone.tones, phone.events) = ([Press("9", 0.5)], [Press("9", 0.5)])
    let stream = try report(on: phone).streams[0]
    #expect(abs(stream.digits.inband[0].interval.start - 0.5) < 0.004)
    #expect(abs(stream.digits.inband[0].interval.end - 0.66) < 0.004)
    #expect(stream.digits.events[0].interval == Interval(start: 0.5, end: 0.66))
    #expect(abs(stream.digits.inband[0].levelLow + 10) < 0.5)
    #expect(abs(stream.digits.inband[0].twist) < 0.5)
  }

  @Test("a packet lost in the middle of a tone does not split it")
  func loss() throws {
    var phone = PhoneTrace()
    phone.tones = [Press("3", 0.5, 0.3)]
    phone.lost = [31]
    #expect(try report(on: phone).streams[0].digits.inband.map(\.digit) == [.three])
  }

  @Test("events on an SSRC of their own are matched with the tones beside them")
  func twoStreams() throws {
    var phone = PhoneTrace()
    phone.tones = [Press("1", 0.5), Press("2", 0.9)]
    phone.events = phone.tones
    phone.eventSSRC = 8
    let report = try report(on: phone)
    try #require(report.streams.count == 2)
    for stream in report.streams {
      #expect(stream.matches.map(\.match.status) == [.agree, .agree])
      #expect(stream.matches.allSatisfy { $0.partner != nil })
      #expect(stream.verdict == .consistent)
    }
  }

  @Test("a finding names the packet as Wireshark numbers it, in its own input")
  func packetNumbers() throws {
    var phone = PhoneTrace()
    phone.events = [Press("4", 0.1, 0.1)]
    phone.ends = 0
    var other = PhoneTrace()
    (other.ssrc, other.source, other.delay) = (9, 3, 100)
    let report = try report(on: [other.trace, phone.trace])
    let finding = try #require(report.streams.flatMap(\.digits.findings).first)
    #expect(finding.rule == .endMissing)
    #expect(finding.input == 1)
    // Five audio packets before it, then audio and report in turn: the fifth report is the 15th.
    #expect(finding.packet == 15)
    #expect(report.verdict == .inconsistent)
  }

  @Test("SIP INFO goes to the stream that its sender sends")
  func info() throws {
    var trace = TraceWriter()
    trace.add(datagram: SIPText.invite, at: 0, source: 1, destination: 2)
    trace.add(datagram: SIPText.ok, at: 0.01, source: 2, destination: 1)
    var phone = PhoneTrace()
    (phone.events, phone.delay) = ([Press("1", 0.5), Press("2", 1)], 0.02)
    trace.add(datagram: SIPText.info("1", 2), at: 0.7, source: 1, destination: 2)
    trace.add(datagram: SIPText.info("2", 3), at: 1.3, source: 1, destination: 2)
    let report = try report(on: [trace, phone.trace])
    try #require(report.streams.count == 1)
    #expect(report.streams[0].digits.info.map(\.digit) == [.one, .two])
    #expect(abs(report.streams[0].digits.info[0].start - 0.66) < 0.03)
    #expect(report.streams[0].digits.info[0].duration == 0.16)
    #expect(report.streams[0].matches.map(\.match.info) == [0, 1])
    #expect(report.verdict == .consistent)
  }

  @Test("SIP INFO without RTP stands alone")
  func infoAlone() throws {
    var trace = TraceWriter()
    trace.add(datagram: SIPText.info("#", 2), at: 0, source: 1, destination: 2)
    let report = try report(on: [trace])
    #expect(report.streams.map { $0.digits.info.map(\.digit).text } == ["#"])
    #expect(report.streams[0].ssrc == nil)
  }

  @Test("through a system: tones in, events out, one lost, one changed, each with its delay")
  func system() throws {
    var input = PhoneTrace()
    input.seconds = 3
    input.tones = [Press("1", 0.5), Press("2", 1), Press("3", 1.5), Press("4", 2)]
    var output = PhoneTrace()
    (output.ssrc, output.source, output.destination, output.delay) = (8, 2, 3, 0.3)
    output.seconds = 3
    output.events = [Press("1", 0.5), Press("3", 1.5), Press("7", 2)]
    var questions = DTMFQuestions()
    questions.system = IPAddress("10.0.0.2")
    let report = try report(on: [input.trace, output.trace], asking: questions)
    try #require(report.systemLegs.count == 1)
    let parts = report.systemLegs[0].comparison.outcomes.map(\.parts)
    #expect(parts.map(\.name) == ["passed", "lost", "passed", "changed"])
    #expect(abs((parts[0].delay ?? 0) - 0.3) < 0.03)
    #expect(report.verdict == .inconsistent)
  }

  @Test("expectations that are missed, and nothing where digits were expected")
  func expectations() throws {
    var phone = PhoneTrace()
    phone.events = [Press("1", 0.5), Press("2", 1)]
    var questions = DTMFQuestions()
    questions.expectation.digits = [.one, .two]
    #expect(try report(on: phone, asking: questions).isAsExpected)
    questions.expectation.digits = [.one, .three]
    let missed = try report(on: phone, asking: questions)
    #expect(!missed.isAsExpected)
    #expect(missed.verdict == .inconsistent)
    let silent = try report(on: PhoneTrace(), asking: questions)
    #expect(!silent.isAsExpected)
    #expect(silent.verdict == .none)
  }

  @Test("the document has the schema's fields")
  func document() throws {
    var phone = PhoneTrace()
    (phone.tones, phone.events) = ([Press("5", 0.5)], [Press("5", 0.5)])
    let report = try report(on: phone)
    var bytes: [UInt8] = []
    var json = JSONWriter { part in
      for index in part.indices { bytes.append(part[index]) }
    }
    report.write(to: &json)
    json.finish()
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    #expect(document["schema"] as? String == "rtp2wav.dtmf/1")
    #expect(document["verdict"] as? String == "consistent")
    let stream = try #require((document["streams"] as? [[String: Any]])?.first)
    let keys = [
      "ssrc", "src", "dst", "file", "channel", "codec", "inband", "events", "info", "matches",
      "findings", "verdict",
    ]
    #expect(keys.allSatisfy { stream.keys.contains($0) })
    let event = try #require((stream["events"] as? [[String: Any]])?.first)
    #expect(event["digit"] as? String == "5")
    #expect(event["volume_dbm0"] as? Int == -10)
    #expect(event["complete"] as? Bool == true)
    #expect(event["packets"] as? Int == 11)
    let match = try #require((stream["matches"] as? [[String: Any]])?.first)
    #expect(match["status"] as? String == "agree")
    #expect(match["inband"] as? Int == 0)
  }
}

/// A call from 10.0.0.1 to 10.0.0.2, whose media flow between port 4000 and 5000.
enum SIPText {
  static let invite = message(
    "INVITE sip:bob@10.0.0.2 SIP/2.0", "1 INVITE", to: "", type: "application/sdp",
    sdp("10.0.0.1", 4000))
  static let ok = message(
    "SIP/2.0 200 OK", "1 INVITE", to: ";tag=b", type: "application/sdp", sdp("10.0.0.2", 5000))

  static func info(_ digit: String, _ sequence: Int) -> [UInt8] {
    message(
      "INFO sip:bob@10.0.0.2 SIP/2.0", "\(sequence) INFO", to: ";tag=b",
      type: "application/dtmf-relay", "Signal=\(digit)\nDuration=160\n")
  }

  private static func sdp(_ address: String, _ port: Int) -> String {
    """
    v=0
    o=- 1 1 IN IP4 \(address)
    s=-
    c=IN IP4 \(address)
    t=0 0
    m=audio \(port) RTP/AVP 0 101
    a=rtpmap:101 telephone-event/8000
    a=fmtp:101 0-15

    """
  }

  private static func message(
    _ start: String, _ sequence: String, to tag: String, type: String, _ body: String
  ) -> [UInt8] {
    let text = """
      \(start)
      Via: SIP/2.0/UDP 10.0.0.1
      From: <sip:alice@10.0.0.1>;tag=a
      To: <sip:bob@10.0.0.2>\(tag)
      Call-ID: one@10.0.0.1
      CSeq: \(sequence)
      Content-Type: \(type)

      \(body)
      """
    return Array(text.replacing("\n", with: "\r\n").utf8)
  }
}
