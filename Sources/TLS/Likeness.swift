import NetworkBytes

/// Whether a datagram is one of DTLS as far as its first record's header tells (RFC 6347, section 4.1; RFC 9147,
/// section 4; RFC 7983).
///
/// For a record of DTLS 1.3 that is encrypted the header tells little; on addresses without a handshake it is no proof.
package func looksLikeDTLS(_ datagram: Span<UInt8>) -> Bool {
  DTLSRecord(datagram, at: 0) != nil
}

/// Whether bytes of a TCP connection, from its start or from any other record's, are TLS as far as the header of the
/// first record tells, and that of the second where it is there (RFC 8446, section 5.1).
///
/// Five bytes are enough; with fewer it is false.
package func looksLikeTLS(_ bytes: Span<UInt8>) -> Bool {
  guard let first = TLSRecordHeader(bytes, at: 0), first.isPlausible else { return false }
  guard let second = TLSRecordHeader(bytes, at: first.end) else { return true }
  return second.isPlausible
}
