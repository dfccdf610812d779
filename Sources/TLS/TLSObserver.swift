package import NetworkBytes

/// Watches all TCP connections of a trace that carry TLS, and reads those whose secrets a key log has.
package struct TLSObserver {
  /// Takes what an application sent, whether it does not follow on what was handed over last, and between whom.
  package typealias Output = (
    _ plaintext: Span<UInt8>, _ isDiscontinuous: Bool, _ source: SocketAddress,
    _ destination: SocketAddress
  ) -> Void

  /// Connections that were not followed, as there were too many at once (16,384).
  package private(set) var unfollowed = 0
  /// Connections that were over and made room for others; they are in no report any more.
  package private(set) var forgotten = 0

  private struct Entry {
    let first: SocketAddress
    let second: SocketAddress
    let connection = TLSConnection()

    /// Reads what waits, and hands out what the sides sent to each other.
    func resume(keys: KeyLog, output: Output) {
      connection.resume(keys: keys) { plaintext, isDiscontinuous, sender in
        let isFirst = sender == .first
        output(plaintext, isDiscontinuous, isFirst ? first : second, isFirst ? second : first)
      }
    }
  }

  /// How often there was no room for another connection.
  private var refusals = 0
  private var connections: [AddressPair: Entry] = [:]
  /// Bytes that wait for more.
  private(set) var pendingBytes = 0

  /// Has seen nothing yet.
  package init() {}

  /// Takes in the bytes of a TCP connection that come next, or the first behind a hole.
  ///
  /// What an application sent is handed to `output`, also what the other side sent and had to wait for this.
  ///
  /// - Returns: whether it is TLS; if not, nothing has changed.
  package mutating func receive(
    _ bytes: Span<UInt8>, isDiscontinuous: Bool, from source: SocketAddress,
    to destination: SocketAddress, keys: KeyLog, output: Output
  ) -> Bool {
    let pair = AddressPair(source, destination)
    let entry: Entry
    if let known = connections[pair] {
      entry = known
    } else {
      guard looksLikeTLS(bytes) else { return false }
      guard hasRoom() else {
        unfollowed += 1
        return true
      }
      entry = Entry(first: source, second: destination)
      connections[pair] = entry
    }
    pendingBytes -= entry.connection.pendingBytes
    entry.connection.receive(
      bytes, from: source == entry.first ? .first : .second, isDiscontinuous: isDiscontinuous)
    entry.resume(keys: keys, output: output)
    pendingBytes += entry.connection.pendingBytes
    if pendingBytes > TLSLimits.pendingBytes { giveUpWaiting() }
    return true
  }

  /// Reads what waits, as far as it can be read by now; to be called where the key log has grown.
  package mutating func resume(keys: KeyLog, output: Output) {
    for entry in connections.values where entry.connection.pendingBytes > 0 {
      entry.resume(keys: keys, output: output)
    }
    pendingBytes = connections.values.reduce(0) { $0 + $1.connection.pendingBytes }
  }

  /// The connections that are followed, in no order: between whom, whether anything was opened, and why not all.
  package var reports: [TLSConnectionReport] {
    connections.values.map { entry in
      TLSConnectionReport(
        first: entry.first, second: entry.second, hasOpened: entry.connection.hasOpened,
        error: entry.connection.error)
    }
  }

  private mutating func hasRoom() -> Bool {
    if connections.count < TLSLimits.connections { return true }
    // As it looks at all of them, only now and then.
    refusals += 1
    guard refusals % 256 == 1 else { return false }
    let before = connections.count
    connections = connections.filter { !$0.value.connection.isOver }
    forgotten += before - connections.count
    return connections.count < TLSLimits.connections
  }

  private mutating func giveUpWaiting() {
    for entry in connections.values { entry.connection.giveUp() }
    pendingBytes = connections.values.reduce(0) { $0 + $1.connection.pendingBytes }
  }
}
