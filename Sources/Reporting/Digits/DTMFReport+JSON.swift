import Audio
package import DTMFAnalysis
package import JSON

extension DTMFReport {
  /// Writes the document of schema `rtp2wav.dtmf/1`; with `explains` near misses, too.
  package func write(to json: inout JSONWriter, explains: Bool = false) {
    json.object { json in
      json.key("schema")
      json.value("rtp2wav.dtmf/1")
      json.key("streams")
      json.array { json in
        for stream in streams { write(stream, to: &json, explains: explains) }
      }
      if !systemLegs.isEmpty {
        json.key("system")
        json.array { json in
          for leg in systemLegs { write(leg, to: &json) }
        }
      }
      json.key("faults")
      json.array { json in
        for fault in faults { json.value(fault) }
      }
      json.key("verdict")
      json.value(verdict.rawValue)
    }
  }

  private func write(_ stream: Stream, to json: inout JSONWriter, explains: Bool) {
    json.object { json in
      for (key, value) in [
        ("ssrc", stream.ssrc), ("src", stream.source), ("dst", stream.destination),
        ("file", stream.file),
      ] as [(StaticString, String?)] {
        json.key(key)
        json.value(value)
      }
      json.key("channel")
      json.value(stream.channel)
      json.key("codec")
      json.value(stream.codec)
      json.list("inband", stream.digits.inband) { $0.write($1) }
      json.list("events", stream.digits.events) { $0.write($1) }
      json.list("info", stream.digits.info) { $0.write($1) }
      json.list("matches", stream.matches) { write($1, to: &$0) }
      json.list("findings", stream.digits.findings) { $0.write($1) }
      if explains {
        json.list("near_misses", stream.nearMisses) { json, miss in
          json.write(miss, sampleRate: stream.sampleRate)
        }
      }
      json.key("faults")
      json.array { json in
        for fault in stream.faults { json.value(fault) }
      }
      json.key("verdict")
      json.value(stream.verdict.rawValue)
    }
  }

  private func write(_ share: DigitLeg.Share, to json: inout JSONWriter) {
    let match = share.match
    json.field("digit", match.digit.description)
    json.field("status", match.status.rawValue)
    for (key, index) in [
      ("inband", match.inband), ("event", match.event), ("info", match.info),
    ] as [(StaticString, Int?)] {
      json.key(key)
      json.value(index)
    }
    json.field("start_difference_ms", match.startDifference.map { $0 * 1000 }, decimals: 3)
    json.field("duration_difference_ms", match.durationDifference.map { $0 * 1000 }, decimals: 3)
    guard let partner = share.partner else { return }
    json.key("partner")
    json.object(inline: true) { json in
      json.key("ssrc")
      json.value(streams[partner.stream].ssrc)
      json.key("inband")
      json.value(partner.inband)
      json.key("event")
      json.value(partner.event)
    }
  }

  private func write(_ leg: SystemLeg, to json: inout JSONWriter) {
    json.object { json in
      for (key, index) in [("in", leg.input), ("out", leg.output)] as [(StaticString, Int?)] {
        json.key(key)
        json.value(index.flatMap { streams[$0].ssrc })
      }
      json.list("digits", leg.comparison.outcomes) { json, outcome in
        let (name, press, other, delay) = outcome.parts
        json.field("outcome", name)
        json.field("digit", press.digit.description)
        json.field("start_s", press.start, decimals: 6)
        json.field("delay_ms", delay.map { $0 * 1000 }, decimals: 3)
        json.key("out_digit")
        json.value(other?.digit.description)
      }
    }
  }
}

extension LegComparison.Outcome {
  /// The outcome's name, its digit, what came out in its place, and the delay in seconds.
  package var parts:
    (name: String, press: LegComparison.Press, other: LegComparison.Press?, delay: Double?)
  {
    switch self {
    case .passed(let press, let delay): ("passed", press, press, delay)
    case .lost(let press): ("lost", press, nil, nil)
    case .added(let press): ("added", press, press, nil)
    case .changed(let press, let other): ("changed", press, other, other.start - press.start)
    }
  }
}
