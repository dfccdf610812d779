package import NetworkBytes

/// Watches all TCP connections of a trace that carry TLS, and reads those whose secrets a key log has.
package struct TLSObserver {
  /// Directions of connections that are followed at a time.
  package static let maximumDirections = 2 * TLSLimits.connections

  /// Segments of connections that were not followed, as there were too many at once (16,384).
  package private(set) var unfollowed = 0
  /// Connections that were over and made room for others; they are in no report any more.
  package private(set) var forgotten = 0

  /// How often there was no room for another connection.
  private var refusals = 0
  private var connections: [AddressPair: TrackedConnection] = [:]
  /// Numbers of connections that were forgotten.
  private var freeNumbers: [Int] = []
  /// Those of which bytes wait.
  private var waiting: Set<AddressPair> = []
  /// How many of these were looked at since, as the key log had grown.
  private var visits = 0
  /// Memory that what waits for more takes.
  private(set) var pendingBytes = 0

  /// Has seen nothing yet.
  package init() {}

  /// Takes in the bytes of a TCP connection that come next, or the first behind a hole.
  ///
  /// - Returns: what applications sent, as far as it can be read by now, also what the other side sent and had to wait
  ///   for this; nil where it is no TLS, and nothing has changed.
  package mutating func receive(
    _ bytes: Span<UInt8>, isDiscontinuous: Bool, at origin: SegmentOrigin,
    from source: SocketAddress, to destination: SocketAddress, keys: KeyLog
  ) -> [TLSPlaintext]? {
    let pair = AddressPair(source, destination)
    let tracked: TrackedConnection
    if let known = connections[pair] {
      tracked = known
    } else {
      guard looksLikeTLS(bytes) else { return nil }
      guard hasRoom() else {
        unfollowed += 1
        return []
      }
      tracked = TrackedConnection(
        number: freeNumbers.popLast() ?? connections.count, first: source, second: destination)
      connections[pair] = tracked
    }
    let before = tracked.connection.pendingBytes
    tracked.receive(bytes, from: source, isDiscontinuous: isDiscontinuous, at: origin)
    var plaintext: [TLSPlaintext] = []
    resume(tracked, pair, keys, since: before, into: &plaintext)
    if pendingBytes > TLSLimits.pendingBytes { giveUpWaiting() }
    return Self.ordered(plaintext)
  }

  /// Reads what waits, as far as it can be read by now; to be called where the key log has grown, and, with `isEnd`,
  /// at the end of the trace.
  ///
  /// Before the end, connections are looked at a million times in all; what still waits then is read with the bytes
  /// that come next, or at the end.
  ///
  /// - Returns: what applications sent, in the order in which it was captured.
  package mutating func resume(keys: KeyLog, isEnd: Bool) -> [TLSPlaintext] {
    guard isEnd || visits < TLSLimits.visits else { return [] }
    visits += waiting.count
    var plaintext: [TLSPlaintext] = []
    for pair in waiting {
      guard let tracked = connections[pair] else { continue }
      resume(tracked, pair, keys, since: tracked.connection.pendingBytes, into: &plaintext)
    }
    return Self.ordered(plaintext)
  }

  /// The connections that are followed, in the order in which they began as long as none was forgotten: between whom,
  /// whether anything was opened, and why not all.
  package var reports: [TLSConnectionReport] {
    connections.values.sorted { $0.number < $1.number }.map(\.report)
  }

  private mutating func resume(
    _ tracked: TrackedConnection, _ pair: AddressPair, _ keys: KeyLog, since before: Int,
    into plaintext: inout [TLSPlaintext]
  ) {
    tracked.resume(keys: keys, into: &plaintext)
    let pending = tracked.connection.pendingBytes
    pendingBytes += pending - before
    if pending == 0, before > 0 {
      waiting.remove(pair)
    } else if pending > 0 {
      waiting.insert(pair)
    }
  }

  /// What waited comes behind what was captured after it.
  private static func ordered(_ plaintext: [TLSPlaintext]) -> [TLSPlaintext] {
    guard plaintext.count > 1 else { return plaintext }
    // Several records of one segment keep their order.
    return plaintext.enumerated()
      .sorted { ($0.element.origin.order, $0.offset) < ($1.element.origin.order, $1.offset) }
      .map(\.element)
  }

  private mutating func hasRoom() -> Bool {
    if connections.count < TLSLimits.connections { return true }
    // As it looks at all of them, only now and then.
    refusals += 1
    guard refusals % 256 == 1 else { return false }
    for (pair, tracked) in connections where tracked.connection.isOver {
      connections[pair] = nil
      freeNumbers.append(tracked.number)
      forgotten += 1
    }
    // Those that come next get the lowest, whatever the order of a hash table was.
    freeNumbers.sort(by: >)
    return connections.count < TLSLimits.connections
  }

  /// Gives up the connections that wait for secrets or for the other side, and if that is not enough, those that wait
  /// for the rest of a record.
  private mutating func giveUpWaiting() {
    for isAnyGivenUp in [false, true] where pendingBytes > TLSLimits.pendingBytes {
      for pair in waiting { connections[pair]?.connection.giveUp(always: isAnyGivenUp) }
      waiting = waiting.filter { connections[$0]?.connection.pendingBytes ?? 0 > 0 }
      pendingBytes = waiting.reduce(0) { $0 + (connections[$1]?.connection.pendingBytes ?? 0) }
    }
  }
}
