import Capture
package import JSON
import Playout
import RTP

extension ExtractionReport {
  /// Writes the document of schema `rtp2wav.streams/1`.
  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.key("schema")
      json.value("rtp2wav.streams/1")
      json.key("inputs")
      json.array { json in
        for input in inputs { input.write(to: &json) }
      }
      json.key("packets")
      json.object { writePackets(to: &$0) }
      json.key("interrupted")
      json.value(isInterrupted)
      json.key("streams")
      json.array { json in
        for stream in streams { stream.write(to: &json, traceStart: startTime, gapStore) }
      }
      json.key("warnings")
      json.array { json in
        for warning in warnings { json.value(warning) }
      }
    }
  }

  private func writePackets(to json: inout JSONWriter) {
    for (key, value) in [
      ("total", packets), ("udp", udp), ("rtp", rtp), ("rtcp", rtcp), ("sip", sip),
    ] as [(StaticString, Int)] {
      json.key(key)
      json.value(value)
    }
    json.key("rtcp_unread")
    json.object(inline: true) { json in
      for (counter, key) in RTCPCounters.keys {
        json.key(key)
        json.value(rtcpUnread[keyPath: counter])
      }
    }
    writeConnections(to: &json)
    json.key("rejected")
    json.object(inline: true) { json in
      json.key("truncated")
      json.value(truncated)
      json.key("not_rtp")
      json.value(notRTP)
    }
  }
}

extension ExtractionReport {
  /// Writes the counters of TCP that are no warnings; nothing where all are zero.
  private func writeConnections(to json: inout JSONWriter) {
    let counts = CaptureCounters.tcpKeys.filter { capture[keyPath: $0.counter] > 0 }
    guard !counts.isEmpty else { return }
    json.key("tcp")
    json.object(inline: true) { json in
      for (counter, key) in counts {
        json.key(key)
        json.value(capture[keyPath: counter])
      }
    }
  }
}

extension ExtractionReport.Input {
  fileprivate func write(to json: inout JSONWriter) {
    json.object(inline: true) { json in
      json.key("path")
      json.value(path)
      json.key("packets")
      json.value(packets)
      json.key("bytes")
      json.value(bytes)
      json.key("truncated")
      json.value(isTruncated)
      json.key("damage")
      json.value(damage)
      json.key("dropped")
      json.value(dropped)
    }
  }
}
