import Capture
import Demultiplexing
import NetworkBytes
import TLS

extension ExtractionReport {
  /// What is to be said of secrets, of connections that were not read for want of them, and of what Wireshark exported.
  static func securityWarnings(
    on demultiplexer: borrowing Demultiplexer, _ inputs: [InputSummary], _ capture: CaptureCounters
  ) -> [String] {
    let hasSecrets = !demultiplexer.keyLog.isEmpty
    var warnings = inputs.filter { $0.damagedSecrets > 0 }.map {
      "\($0.path): \($0.damagedSecrets) Decryption Secrets Blocks contradict themselves; they are not used"
    }
    let dropped = demultiplexer.keyLog.counters.dropped
    if dropped > 0 {
      warnings.append("\(dropped) secrets of key logs were not kept, as they are too many")
    }
    for (name, count) in capture.unreadExports.sorted(by: { $0.key < $1.key }) {
      let what = name.isEmpty ? "of other dissectors" : "of the dissector \(name)"
      warnings.append("\(count) exported PDUs \(what) are not read")
    }
    return warnings + demultiplexer.unreadConnections.map { $0.sentence(hasSecrets: hasSecrets) }
  }
}

extension UnreadConnections {
  /// Who cannot be read, and why.
  fileprivate func sentence(hasSecrets: Bool) -> String {
    let places = servers.map(\.description).joined(separator: ", ")
    let others = hasMoreServers ? " and others" : ""
    let number = count > 1 ? " (\(count) connections)" : ""
    let what = isPartial ? "could not be read to its end" : "could not be read"
    return "\(isSIP ? "SIP over TLS" : "TLS") on \(places)\(others)\(number) \(what): "
      + explanation(hasSecrets)
  }

  private func explanation(_ hasSecrets: Bool) -> String {
    switch reason {
    case .keyMissing where !hasSecrets:
      "pass the secrets of its handshakes with --keylog FILE (SSLKEYLOGFILE)"
    case let reason?: reason.description
    case nil: "for several reasons"
    }
  }
}
