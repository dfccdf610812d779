import NetworkBytes

/// The SIP that Wireshark exported from connections of TCP, where most of it stands several times.
///
/// The dissector of TLS exports the bytes that it opens under the name of SIP over TCP, and again with those that
/// complete a message. The dissector of SIP exports the same bytes, once for each message that begins in them; these
/// are what counts, one behind the other. The others are held until it is seen whether any of these follow.
struct ExportedSIP {
  /// Bytes that were exported.
  struct Piece {
    let bytes: [UInt8]
    let source: SocketAddress
    let destination: SocketAddress
    let origin: PacketOrigin

    init(_ bytes: Span<UInt8>, _ header: ExportedPDU, _ origin: PacketOrigin) {
      self.bytes = bytes.copied
      (source, destination, self.origin) = (header.source, header.destination, origin)
    }

    /// Whether it went the same way.
    func goes(with other: Piece) -> Bool {
      source == other.source && destination == other.destination
    }

    func isRepeated(by other: Piece) -> Bool {
      goes(with: other) && origin.time == other.origin.time && bytes == other.bytes
    }
  }

  /// The connections, whose directions are numbered beyond those of real ones.
  private var table = TCPDirectionTable()
  private var last: Piece?
  /// What TLS exported, as long as nothing of SIP follows.
  private var held: Piece?

  /// Takes what TLS exported, in place of what it repeats; what was held before, if that is something else.
  mutating func hold(_ piece: Piece) -> Piece? {
    defer { held = piece }
    guard let held, !held.goes(with: piece) || !piece.bytes.starts(with: held.bytes) else {
      return nil
    }
    return held
  }

  /// What is held and not exported by SIP with `piece`; nil at the end of a trace.
  mutating func takeHeld(before piece: Piece?) -> Piece? {
    defer { held = nil }
    guard let held, piece.map({ !held.goes(with: $0) }) ?? true else { return nil }
    return held
  }

  /// Takes what SIP exported; whether it is new.
  mutating func isNew(_ piece: Piece) -> Bool {
    guard last?.isRepeated(by: piece) != true else { return false }
    last = piece
    return true
  }

  /// The direction of a connection, and whether nothing of it was seen before.
  mutating func connection(
    from source: SocketAddress, to destination: SocketAddress
  ) -> (number: Int, isNew: Bool) {
    if let index = table.find(source, destination) {
      return (CapturedPacket.maximumConnections + index, false)
    }
    let direction = TCPDirection(source: source, destination: destination, next: 0)
    return (CapturedPacket.maximumConnections + table.insert(direction).index, true)
  }
}
