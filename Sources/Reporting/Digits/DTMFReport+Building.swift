import DTMFAnalysis
import NetworkBytes
import Playout
import RTP
package import Tones

extension DTMFReport {
  /// Judges the streams of a trace, if there is one, and the channels of audio files.
  ///
  /// `inputs` gives the trace's inputs their places among all that the user named.
  package init(
    on trace: ExtractionReport?, inputs: [Int] = [], files: [Stream] = [],
    asking questions: DTMFQuestions
  ) {
    var legs: [DigitLeg] = []
    let matcher = DigitMatcher(tolerance: questions.tolerance)
    streams = []
    if let trace {
      let attached = AttachedInfo(trace)
      streams = trace.streams.indices.map { index in
        Stream(trace.streams[index], info: attached.digits[index] ?? [], inputs: inputs)
      }
      legs = LegFinder(trace).legs.map { members in
        DigitLeg(
          members.map {
            DigitLeg.Member(stream: $0.stream, digits: streams[$0.stream].digits, offset: $0.offset)
          }, matcher: matcher)
      }
      streams += attached.unheard
    }
    let alone = legs.reduce(0) { $0 + $1.members.count }
    streams += files
    legs += streams.indices.dropFirst(alone).map { index in
      DigitLeg(
        [DigitLeg.Member(stream: index, digits: streams[index].digits, offset: 0)],
        matcher: matcher)
    }
    judge(legs, questions.expectation)
    if let system = questions.system, let trace { compare(legs, of: trace, around: system) }
    conclude(questions.expectation)
  }

  private mutating func judge(_ legs: [DigitLeg], _ expectation: DigitExpectation) {
    for leg in legs {
      let faults = leg.faults(policy: expectation.policy)
      for member in leg.members {
        let index = member.stream
        streams[index].matches = leg.shares(of: index)
        streams[index].faults = faults + expectation.faults(of: member.digits)
        let isEmpty = member.digits.ways.isEmpty && streams[index].faults.isEmpty
        streams[index].verdict = isEmpty ? .none : leg.verdict(faults: streams[index].faults)
      }
    }
  }

  private mutating func conclude(_ expectation: DigitExpectation) {
    faults += expectation.faults(of: streams.map(\.digits))
    let hasDigits = streams.contains { $0.verdict != .none }
    if streams.contains(where: { $0.verdict == .inconsistent }) || (hasDigits && !faults.isEmpty) {
      verdict = .inconsistent
    } else {
      verdict = hasDigits ? .consistent : .none
    }
  }
}

extension DTMFReport.Stream {
  /// What was heard in one channel of an audio file; channels count from 0.
  package init(
    file: String, channel: Int, heard: [DetectedDigit], nearMisses: [NearMiss], sampleRate: Int
  ) {
    self.init(
      ssrc: nil, source: nil, destination: nil, file: file, channel: channel, codec: nil,
      digits: StreamDigits(heard: heard, nearMisses: nearMisses, sampleRate: sampleRate),
      nearMisses: nearMisses, sampleRate: sampleRate)
  }

  init(_ stream: StreamReport, info: [InfoDigit], inputs: [Int]) {
    ssrc = "0x" + stream.key.ssrcText
    source = stream.key.source.description
    destination = stream.key.destination.description
    file = nil
    channel = nil
    codec = stream.codec
    sampleRate = stream.played?.timelineRate ?? 8000
    let heard = stream.played?.heard
    nearMisses = heard?.nearMisses ?? []
    digits = StreamDigits(
      heard: heard?.digits ?? [], nearMisses: nearMisses, sampleRate: sampleRate,
      events: stream.events?.events ?? [], info: info,
      findings: (stream.events?.findings ?? []).map { $0.inInput(inputs) })
  }
}

extension StreamDigits {
  init(
    heard: [DetectedDigit], nearMisses: [NearMiss], sampleRate: Int, events: [EventDigit] = [],
    info: [InfoDigit] = [], findings: [Finding] = []
  ) {
    self.init(
      inband: heard.map { InbandDigit($0, sampleRate: sampleRate) },
      remnants: nearMisses.compactMap { ToneRemnant($0, sampleRate: sampleRate) },
      events: events, info: info, findings: findings)
  }
}
