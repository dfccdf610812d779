import JSON
import RTP

extension StreamReport {
  func writeMeasures(to json: inout JSONWriter) {
    json.key("ptime_ms")
    json.value(statistics.packetTime.milliseconds, decimals: 3)
    json.key("loss_bursts")
    json.object(inline: true) { json in
      for (index, count) in measures.lossBursts.counts.enumerated() {
        if index < 9 { json.key(number: index + 1) } else { json.key("10+") }
        json.value(count)
      }
    }
    writeJitterBuffer(to: &json)
    writeClock(to: &json)
    json.key("rtcp")
    guard let control = measures.control else { return json.value(Int?.none) }
    json.object { write(control, to: &$0) }
  }

  private func writeJitterBuffer(to json: inout JSONWriter) {
    let delay = statistics.delay
    json.key("jitter_buffer")
    json.object(inline: true) { json in
      json.key("needed_ms")
      json.value(statistics.isMeasured ? delay.needed * 1000 : nil, decimals: 3)
      json.key("late")
      json.object(inline: true) { json in
        let late = delay.late
        for (index, buffer) in ArrivalDelay.buffers.enumerated() {
          json.key(number: buffer)
          json.value(statistics.isMeasured ? late[index] : nil)
        }
      }
    }
    json.key("late_for_buffer")
    json.value(measures.lateForBuffer)
  }

  private func writeClock(to json: inout JSONWriter) {
    let drift = measures.drift
    json.key("clock")
    json.object(inline: true) { json in
      json.key("drift_ppm")
      json.value(drift?.partsPerMillion, decimals: 2)
      json.key("uncertainty_ppm")
      json.value(drift?.uncertainty, decimals: 2)
      json.key("by")
      json.value(drift?.reference.rawValue)
      json.key("capture_steps")
      json.value(statistics.isMeasured ? statistics.delay.envelope?.steps ?? 0 : nil)
    }
    json.key("aligned_by")
    json.value(place.witness?.rawValue)
  }

  private func write(_ control: StreamControl, to json: inout JSONWriter) {
    let reception = control.reception
    json.key("packets")
    json.value(control.datagrams)
    json.key("sender_reports")
    json.value(control.senderReports)
    json.key("receiver_reports")
    json.value(reception.reports)
    json.key("cname")
    json.value(control.canonicalName)
    json.key("bye")
    json.value(control.saidGoodbye)
    json.key("lost")
    json.value(reception.lost)
    json.key("max_fraction_lost_pct")
    json.value(reception.greatestLossPercent, decimals: 2)
    for (name, seconds) in [
      ("mean_jitter_ms", reception.meanJitter(clockRate: measures.clockRate)),
      ("max_jitter_ms", reception.greatestJitter(clockRate: measures.clockRate)),
      ("mean_round_trip_ms", reception.meanRoundTrip),
      ("min_round_trip_ms", reception.shortestRoundTrip),
    ] as [(StaticString, Double?)] {
      json.key(name)
      json.value(seconds.map { $0 * 1000 }, decimals: 3)
    }
    json.key("voip_metrics")
    guard let quality = control.quality else { return json.value(Int?.none) }
    json.object(inline: true) { write(quality, to: &$0) }
  }

  private func write(_ quality: VoIPMetrics, to json: inout JSONWriter) {
    for (name, value) in [
      ("mos_lq", quality.listeningOpinionScore), ("mos_cq", quality.conversationalOpinionScore),
      ("loss_pct", quality.lossRate), ("discard_pct", quality.discardRate),
    ] as [(StaticString, Double?)] {
      json.key(name)
      json.value(value, decimals: 2)
    }
    for (name, value) in [
      ("r_factor", quality.rFactor), ("round_trip_ms", quality.roundTripDelay),
      ("end_system_delay_ms", quality.endSystemDelay),
    ] as [(StaticString, Int?)] {
      json.key(name)
      json.value(value)
    }
  }
}
