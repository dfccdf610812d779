import NetworkBytes

/// A message of ZRTP (RFC 6189, section 5): DH by which callers agree on keys that no trace can hold.
enum ZRTPMessage {
  /// Whether a datagram is the message behind which both sides send SRTP.
  static func ends(_ bytes: Span<UInt8>) -> Bool {
    bytes.count >= 24 && bytes[0] >> 4 == 1
      // The magic cookie, and the preamble of the message.
      && bytes.uint32(at: 4) == 0x5a52_5450 && bytes.uint16(at: 12) == 0x505a
      && bytes.uint64(at: 16) == 0x436f_6e66_3241_434b  // "Conf2ACK"
  }
}
