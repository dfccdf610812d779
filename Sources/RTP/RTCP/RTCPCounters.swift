/// What of the RTCP of a trace could not be read or kept.
package struct RTCPCounters: Hashable, Sendable {
  /// Datagrams that contradict themselves; the packets before that count.
  package internal(set) var damaged = 0
  /// Datagrams that are SRTCP; nothing of them is read.
  package internal(set) var encrypted = 0
  /// Reports on streams beyond the limit, of which nothing is kept.
  package internal(set) var surplus = 0

  /// Makes counters of nothing.
  package init() {}
}

extension RTCPCounters {
  /// Each counter with its key in a report.
  package static let keys: [(counter: any KeyPath<Self, Int> & Sendable, key: StaticString)] = [
    (\.damaged, "damaged"), (\.encrypted, "encrypted"), (\.surplus, "surplus"),
  ]
}
