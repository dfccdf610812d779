import NetworkBytes

/// A connection that `TLSObserver` follows, and between whom it is.
final class TrackedConnection {
  /// Its place among those that are followed.
  let number: Int
  let first: SocketAddress
  let second: SocketAddress
  let connection = TLSConnection()

  init(number: Int, first: SocketAddress, second: SocketAddress) {
    (self.number, self.first, self.second) = (number, first, second)
  }

  /// Takes in the bytes that come next from one side.
  func receive(
    _ bytes: Span<UInt8>, from source: SocketAddress, isDiscontinuous: Bool,
    at origin: SegmentOrigin
  ) {
    connection.receive(
      bytes, from: source == first ? .first : .second, isDiscontinuous: isDiscontinuous, at: origin)
  }

  /// Reads what waits, and appends what the sides sent to each other.
  func resume(keys: KeyLog, into plaintext: inout [TLSPlaintext]) {
    connection.resume(keys: keys) { bytes, isDiscontinuous, sender, origin in
      let isFirst = sender == .first
      plaintext.append(
        TLSPlaintext(
          bytes: bytes.copied, isDiscontinuous: isDiscontinuous, origin: origin,
          direction: 2 * number + (isFirst ? 0 : 1), source: isFirst ? first : second,
          destination: isFirst ? second : first))
    }
  }

  var report: TLSConnectionReport {
    TLSConnectionReport(
      first: first, second: second, hasOpened: connection.hasOpened,
      offersSIP: connection.offersSIP, error: connection.error)
  }
}
