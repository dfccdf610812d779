extension MasterKey {
  /// Whether packets under this key have no tag to prove it by.
  var isTagless: Bool {
    parameters.contains(.unauthenticatedSRTP)
      && !suites.contains { $0.transform == .galoisCounterMode }
  }
}

extension KeySearch {
  /// A key under one of its suites.
  struct Attempt: Hashable {
    let key: MasterKey
    let suite: CryptoSuite

    /// The lengths of an MKI to try, what was said first.
    var identifierLengths: [Int] {
      let said = key.identifier.map { [$0.bytes.count] } ?? []
      return said + KeySearch.identifierLengths.filter { !said.contains($0) }
    }
  }

  /// The keys under each of their suites, each once: one call brings the same SDP often.
  static func attempts(_ keys: [MasterKey]) -> [Attempt] {
    var seen = Set<Attempt>()
    return keys.flatMap { key in
      key.suites.map { Attempt(key: key, suite: $0) }
    }.filter { seen.insert($0).inserted }
  }

  /// Some keys on some packets, by what is usual or by all that may be.
  struct Round {
    let attempts: ArraySlice<Attempt>
    let samples: ArraySlice<SamplePacket>
    let isWide: Bool
  }

  /// The rollover counters to try for this packet: the expected one, its neighbours, from 0 on, from the expected one on.
  static func counters(_ sample: SamplePacket, _ offset: Int64) -> [UInt32] {
    let expected = RolloverCounter.value(order: sample.order, offset: offset)
    let most = UInt32(mostRollovers)
    var seen = Set<UInt32>()
    return
      ([expected, expected &+ 1, expected &- 1] + Array(0...most)
      + (2...most).map { expected &+ $0 }).filter { seen.insert($0).inserted }
  }
}
