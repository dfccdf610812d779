import Audio
import Capture
import Codecs
import JSON
import NetworkBytes
import Playout
import RTP
import SRTP
import Signalling
import Tones

extension StreamReport {
  func write(to json: inout JSONWriter, traceStart: Int64, _ gapStore: (any GapStore)?) {
    json.object { json in
      writeIdentity(to: &json)
      writeAudio(to: &json)
      json.key("start_time")
      json.value(UTCTime(statistics.firstTime).description)
      json.key("start_s")
      json.value(Double(statistics.firstTime &- traceStart) * 1e-9, decimals: 6)
      json.key("payload_types")
      json.array { json in
        for format in formats { write(format, to: &json) }
      }
      writeSRTP(to: &json)
      writeReception(to: &json)
      writeMeasures(to: &json)
      writeGaps(to: &json, gapStore)
      writeCall(to: &json)
      writeDTMF(to: &json)
      json.key("warnings")
      json.array { json in
        for warning in warnings { json.value(warning) }
      }
    }
  }

  private func writeIdentity(to json: inout JSONWriter) {
    json.key("ssrc")
    json.value(ssrc: key.ssrc)
    json.key("src")
    json.value(key.source)
    json.key("dst")
    json.value(key.destination)
    json.key("through")
    json.array { json in
      guard encapsulations.rawValue != 0 else { return }
      for name in through { json.value(name) }
    }
  }

  private func writeAudio(to json: inout JSONWriter) {
    json.key("file")
    json.value(file?.name)
    if let channel = file?.channel {
      json.key("channel")
      json.value(channel)
    }
    json.key("sample_rate")
    json.value(file?.sampleRate)
    json.key("channels")
    json.value(file?.channels)
    json.key("samples")
    json.value(file.map { Int($0.frames) })
    json.key("duration_s")
    json.value(file.map { Double($0.frames) / Double($0.sampleRate) }, decimals: 6)
  }

  private func write(_ format: PayloadFormat, to json: inout JSONWriter) {
    json.object(inline: true) { json in
      json.key("pt")
      json.value(Int(format.payloadType))
      json.key("codec")
      json.value(format.codec?.name ?? format.format?.encodingName)
      json.key("clock_rate")
      json.value(format.format?.clockRate)
      json.key("channels")
      json.value(format.format?.channels)
      json.key("packets")
      json.value(format.packets)
      json.key("clock_rate_seen")
      json.value(format.clockSeen?.rate)
      json.key("from")
      json.value(format.origin?.rawValue)
      json.key("decoded")
      json.value(file != nil && format.isPlayed)
    }
  }

  private func writeSRTP(to json: inout JSONWriter) {
    json.key("srtp")
    guard let srtp else { return json.value(nil as String?) }
    json.object(inline: true) { json in
      json.key("state")
      json.value(srtp.state.rawValue)
      json.key("suite")
      json.value(srtp.suite?.rawValue)
      json.key("key_from")
      json.value(srtp.origin?.rawValue)
      json.key("authenticated")
      json.value(srtp.opened?.authenticated)
      json.key("failed")
      json.value(srtp.opened?.failed)
    }
  }

  private func writeReception(to json: inout JSONWriter) {
    json.key("packets")
    json.value(packets)
    json.key("lost")
    json.value(lost)
    json.key("lost_pct")
    json.value(expected > 0 ? 100 * Double(lost) / Double(expected) : nil, decimals: 2)
    json.key("duplicates")
    json.value(duplicates)
    json.key("reordered")
    json.value(reordered)
    json.key("late")
    json.value(late)
    json.key("mean_jitter_ms")
    json.value(statistics.meanJitterMilliseconds, decimals: 3)
    json.key("max_jitter_ms")
    json.value(statistics.maximumJitterMilliseconds, decimals: 3)
    json.key("max_delta_ms")
    json.value(statistics.maximumDeltaMilliseconds, decimals: 3)
  }

  private func writeGaps(to json: inout JSONWriter, _ gapStore: (any GapStore)?) {
    json.key("gaps")
    json.array { json in
      guard file != nil, let gaps = played?.gaps else { return }
      for place in gaps.stored {
        for gap in gapStore?.run(at: place) ?? [] { write(gap, to: &json) }
      }
      for gap in gaps.recent { write(gap, to: &json) }
    }
  }

  private func write(_ gap: Gap, to json: inout JSONWriter) {
    let rate = Double(played?.sampleRate ?? 8000)
    json.object(inline: true) { json in
      json.key("start_s")
      json.value(Double(gap.start) / rate, decimals: 6)
      json.key("end_s")
      json.value(Double(gap.end) / rate, decimals: 6)
      json.key("kind")
      json.value(gap.kind.rawValue)
      json.key("filled")
      json.value(gap.fill.rawValue)
    }
  }

  private func writeCall(to json: inout JSONWriter) {
    json.key("call_id")
    json.value(call?.callID)
    json.key("from")
    json.value(call?.from)
    json.key("to")
    json.value(call?.to)
    json.key("party")
    json.value(sender.map { $0 == .caller ? "caller" : "callee" })
    json.key("reverse_ssrc")
    json.value(reverseSSRC)
  }

  private func writeDTMF(to json: inout JSONWriter) {
    json.key("dtmf")
    json.object(inline: true) { json in
      json.key("events")
      json.value(played?.digits.text)
      json.key("inband")
      json.value(played?.heard.map { $0.digits.map(\.digit).text })
      json.key("check")
      json.value(played?.check.rawValue)
    }
  }
}

extension PayloadFormat {
  /// Whether payloads of this format are heard in the file.
  fileprivate var isPlayed: Bool {
    switch role {
    case .audio, .event, .comfortNoise, .redundancy: true
    case .unsupported, .cut, .unknown: false
    }
  }
}
