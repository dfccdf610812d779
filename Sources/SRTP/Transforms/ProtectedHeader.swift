internal import NetworkBytes

/// What a transform asks of an RTP packet's header, all of which is in clear (RFC 3711, section 3.1).
struct ProtectedHeader {
  let sequenceNumber: UInt16
  let ssrc: UInt32
  /// Where the encrypted part begins: behind the CSRCs and the header extension.
  let count: Int
  /// Whether CSRCs and header extension are encrypted, too (RFC 9335, section 5.1).
  let isCryptex: Bool

  /// Nil where the packet is shorter than its header says.
  init?(_ packet: Span<UInt8>) {
    guard packet.count >= 12, packet[0] & 0xc0 == 0x80 else { return nil }
    var count = 12 + 4 * Int(packet[0] & 0x0f)
    var isCryptex = false
    if packet[0] & 0x10 != 0 {
      guard packet.count >= count + 4 else { return nil }
      isCryptex = [0xc0de, 0xc2de].contains(packet.uint16(at: count))
      count += 4 + 4 * Int(packet.uint16(at: count + 2))
    }
    guard packet.count >= count else { return nil }
    (self.count, self.isCryptex) = (count, isCryptex)
    sequenceNumber = packet.uint16(at: 2)
    ssrc = packet.uint32(at: 8)
  }
}
