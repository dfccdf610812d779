import NetworkBytes

/// Reads what a TCP connection carries by TLS, with the secrets of a key log.
///
/// It is fed the bytes of both directions as they come, and hands out what the application sent, of each direction in
/// its order. TLS 1.2 and 1.3 are read, renegotiated and updated keys, too; early data of TLS 1.3 is passed over. The
/// handshake must be in the trace. After a hole it goes on with the next record that opens. What waits has bounds
/// (`TLSLimits`); damaged bytes end their direction, and `error` says why.
package final class TLSConnection {
  /// Who sent something.
  package enum Side: Sendable {
    case first, second

    var other: Side { self == .first ? .second : .first }
  }

  /// Takes what the application sent, whether it does not follow on what was handed over last or is the first, who sent
  /// it, and the segment that completed it.
  package typealias Output = (
    _ plaintext: Span<UInt8>, _ isDiscontinuous: Bool, _ sender: Side, _ origin: SegmentOrigin
  ) -> Void

  /// Whether anything of it was opened.
  package var hasOpened: Bool { first.hasOpened || second.hasOpened }

  /// Why it is not read, or not any more, or not yet: what it waits for that has not come.
  package var error: TLSError? {
    first.error ?? second.error ?? first.waitsFor ?? second.waitsFor
      ?? (client == nil ? .handshakeMissing : nil)
  }

  var first = TLSDirection()
  var second = TLSDirection()
  var client: Side?
  var negotiations = Negotiations()
  /// Whether the client names SIP among what it wants to speak (RFC 7301).
  var offersSIP = false

  /// Has seen nothing yet.
  package init() {}

  /// Memory that what waits for more takes.
  var pendingBytes: Int { first.buffer.footprint + second.buffer.footprint }

  /// The handshake that the keys of a direction come of, or those to which it changes next.
  func negotiation(_ side: Side) -> Negotiations.Negotiation {
    negotiations[self[side].keyChanges]
  }

  /// Whether nothing more comes of it.
  var isOver: Bool {
    if case .over = first.phase, case .over = second.phase { return true }
    return false
  }

  /// Takes in the bytes that come next from one side, or the first behind a hole.
  ///
  /// A ClientHello behind a hole begins another connection on the same addresses.
  package func receive(
    _ bytes: Span<UInt8>, from side: Side, isDiscontinuous: Bool, at origin: SegmentOrigin
  ) {
    if isDiscontinuous, Self.isClientHello(bytes) { restart() }
    self[side].receive(bytes, isDiscontinuous: isDiscontinuous, at: origin)
  }

  /// Reads what waits, as far as it can be read by now; to be called after each `receive`, and where the key log has
  /// grown.
  package func resume(keys: KeyLog, output: Output) {
    var isMoving = true
    while isMoving {
      isMoving = false
      for side in [Side.first, .second] {
        while step(side, keys, output) { isMoving = true }
      }
    }
    for side in [Side.first, .second] { self[side].limit() }
  }

  /// Reads no more, if it waits for anything, or `always`.
  func giveUp(always: Bool) {
    guard let error = first.waitsFor ?? second.waitsFor ?? (always ? .lost : nil) else { return }
    for side in [Side.first, .second] { self[side].end(self[side].error ?? error) }
  }

  subscript(side: Side) -> TLSDirection {
    get { side == .first ? first : second }
    _modify {
      if side == .first { yield &first } else { yield &second }
    }
  }

  private static func isClientHello(_ bytes: Span<UInt8>) -> Bool {
    looksLikeTLS(bytes) && bytes[0] == TLSRecordHeader.ContentType.handshake
      && bytes.count > TLSRecordHeader.byteCount
      && bytes[TLSRecordHeader.byteCount] == ClientHello.type
  }

  private func restart() {
    (first, second) = (TLSDirection(), TLSDirection())
    (client, negotiations, offersSIP) = (nil, Negotiations(), false)
  }

  /// Reads a record of one direction, or learns that it has to wait; whether to go on.
  private func step(_ side: Side, _ keys: KeyLog, _ output: Output) -> Bool {
    if case .over = self[side].phase { return false }
    self[side].waitsFor = nil
    do throws(TLSError) {
      if self[side].isSearching { return try search(side, keys) }
      switch self[side].buffer.next {
      case .incomplete: return false
      case .gap:
        self[side].buffer.passGap()
        self[side].beginSearch()
      case .other: throw client == nil ? .handshakeMissing : .damaged
      case .record(let header):
        guard try read(header, side, keys, output) else { return false }
        // Reading may have ended the direction and dropped its bytes.
        if case .over = self[side].phase { return false }
        self[side].buffer.advance(to: header.end)
      }
      return true
    } catch {
      self[side].end(error)
      return false
    }
  }
}
