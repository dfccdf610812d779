import NetworkBytes

/// What a hello says of SRTP, the extension use_srtp (RFC 5764, section 4.1.1).
package struct SRTPNegotiation: Hashable, Sendable {
  /// A client's offer, the best first, or a server's choice, by their numbers in IANA's list.
  package let profiles: [UInt16]
  /// What stands in each packet as master key identifier; mostly empty.
  package let masterKeyIdentifier: [UInt8]

  init(_ cursor: inout ByteCursor) throws(ShortRead) {
    var list = ByteCursor(try cursor.take(Int(cursor.uint16())))
    var profiles: [UInt16] = []
    while list.remaining > 0, profiles.count < TLSLimits.profiles {
      profiles.append(try list.uint16())
    }
    self.profiles = profiles
    masterKeyIdentifier = try cursor.take(Int(cursor.uint8())).copied
  }
}
