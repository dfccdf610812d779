import NetworkBytes

/// Reads the handshake messages of one direction, which records cut anywhere (RFC 8446, section 5.1).
///
/// Only hellos are kept while they are not whole; of the other messages only the type counts.
struct HandshakeMessages {
  /// What a message means here.
  enum Event {
    case clientHello(ClientHello)
    case serverHello(ServerHello)
    /// The last message of one side in a handshake.
    case finished
    /// The sender's keys change after this record (RFC 8446, section 4.6.3).
    case keyUpdate
    /// A hello that breaks off.
    case malformed
  }

  private static let headerBytes = 4

  private var header: [UInt8] = []
  /// Of the message at hand: bytes that are still to come.
  private var remaining = 0
  private var isKept = false
  private var body: [UInt8] = []

  /// Takes in the handshake bytes that come next; what they complete.
  mutating func append(_ bytes: Span<UInt8>) -> [Event] {
    var events: [Event] = []
    var offset = 0
    while offset < bytes.count {
      if header.count < Self.headerBytes {
        header.append(bytes[offset])
        offset += 1
        guard header.count == Self.headerBytes else { continue }
        remaining = Int(header.span.uint32(at: 0) & 0xFF_FFFF)
        isKept =
          (header[0] == ClientHello.type || header[0] == ServerHello.type)
          && remaining <= TLSLimits.helloBytes
      }
      let end = min(offset + remaining, bytes.count)
      if isKept { body.append(contentsOf: bytes.extracting(offset..<end).copied) }
      remaining -= end - offset
      offset = end
      if remaining == 0 {
        if let event = event() { events.append(event) }
        self = HandshakeMessages()
      }
    }
    return events
  }

  /// What the message at hand means, now that it is whole.
  private func event() -> Event? {
    switch header[0] {
    case ClientHello.type:
      ClientHello(body.span, isDTLS: false).map(Event.clientHello) ?? .malformed
    case ServerHello.type: ServerHello(body.span).map(Event.serverHello) ?? .malformed
    case 20: .finished
    case 24: .keyUpdate
    default: nil
    }
  }
}
