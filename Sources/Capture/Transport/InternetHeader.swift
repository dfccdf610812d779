import NetworkBytes

/// What the headers of an IPv4 or IPv6 packet say, and where its payload lies.
struct InternetHeader {
  let source: IPAddress
  let destination: IPAddress
  /// The protocol of the payload (IANA protocol numbers).
  var protocolNumber: UInt8
  /// Where the payload starts.
  var payloadOffset: Int
  /// Payload bytes captured.
  var captured: Int
  /// Payload bytes that the header claims.
  var claimed: Int
  /// Where the payload lies in its datagram, in bytes.
  var fragmentOffset = 0
  var hasMoreFragments = false
  var identification: UInt32 = 0

  var isFragment: Bool { hasMoreFragments || fragmentOffset > 0 }

  /// Makes this the header of the datagram whose fragments were put together.
  mutating func becomeWhole(_ protocolNumber: UInt8, count: Int) {
    self.protocolNumber = protocolNumber
    payloadOffset = 0
    captured = count
    claimed = count
    fragmentOffset = 0
    hasMoreFragments = false
  }

  /// What stands for a header where all is known otherwise.
  init(
    from source: IPAddress, to destination: IPAddress, protocolNumber: UInt8, captured: Int,
    claimed: Int
  ) {
    (self.source, self.destination) = (source, destination)
    (self.protocolNumber, payloadOffset) = (protocolNumber, 0)
    (self.captured, self.claimed) = (captured, claimed)
  }

  /// Reads an IPv4 header (RFC 791, section 3.1).
  ///
  /// `originalCount` is how many bytes from the header on were on the wire. A total length of 0
  /// comes from segmentation offload and stands for all of them.
  @inline(__always)
  init(ipv4 bytes: Span<UInt8>, originalCount: Int) throws(HeaderFault) {
    guard bytes.count >= 20 else { throw .short }
    let header = bytes.extracting(0..<20)
    let headerLength = Int(header[0] & 0xF) &* 4
    guard header[0] >> 4 == 4, headerLength >= 20 else { throw .malformed }
    var total = Int(header.uint16(at: 2))
    if total == 0 { total = max(originalCount, bytes.count) }
    guard total >= headerLength else { throw .malformed }
    guard bytes.count >= headerLength else { throw .short }
    source = IPAddress(ipv4: header.uint32(at: 12))
    destination = IPAddress(ipv4: header.uint32(at: 16))
    protocolNumber = header[9]
    payloadOffset = headerLength
    captured = min(bytes.count, total) &- headerLength
    claimed = total &- headerLength
    let fragment = header.uint16(at: 6)
    if fragment & 0x3FFF != 0 {
      hasMoreFragments = fragment & 0x2000 != 0
      fragmentOffset = Int(fragment & 0x1FFF) &* 8
      identification = UInt32(header.uint16(at: 4))
    }
  }

  /// Reads an IPv6 header and its extension headers (RFC 8200, sections 3 and 4).
  ///
  /// A payload length of 0 comes from segmentation offload, as above.
  init(ipv6 bytes: Span<UInt8>, originalCount: Int) throws(HeaderFault) {
    guard bytes.count >= 40 else { throw .short }
    guard bytes[0] >> 4 == 6 else { throw .malformed }
    var length = Int(bytes.uint16(at: 4))
    if length == 0 { length = max(originalCount, bytes.count) &- 40 }
    source = IPAddress(ipv6High: bytes.uint64(at: 8), low: bytes.uint64(at: 16))
    destination = IPAddress(ipv6High: bytes.uint64(at: 24), low: bytes.uint64(at: 32))
    protocolNumber = bytes[6]
    payloadOffset = 40
    captured = min(bytes.count &- 40, length)
    claimed = length
    try skipExtensionHeaders(bytes)
  }

  /// Goes on to the upper-layer header, or to the payload of a fragment.
  ///
  /// AH (RFC 4302) counts its length in 4 bytes, the others in 8.
  mutating func skipExtensionHeaders(_ bytes: Span<UInt8>) throws(HeaderFault) {
    // More than the specification knows make no sense.
    for _ in 0..<16 {
      switch protocolNumber {
      case 0, 43, 51, 60, 135, 139, 140:
        guard captured >= 2 else { throw .short }
        let units = Int(bytes[payloadOffset + 1])
        try skipHeader(bytes, length: protocolNumber == 51 ? (units + 2) * 4 : (units + 1) * 8)
      case 44:
        guard captured >= 8 else { throw .short }
        let field = bytes.uint16(at: payloadOffset + 2)
        identification = bytes.uint32(at: payloadOffset + 4)
        hasMoreFragments = field & 1 != 0
        fragmentOffset = Int(field & 0xFFF8)
        try skipHeader(bytes, length: 8)
        // What is whole all the same goes on (RFC 6946).
        if isFragment { return }
      default: return
      }
    }
    throw .malformed
  }

  private mutating func skipHeader(_ bytes: Span<UInt8>, length: Int) throws(HeaderFault) {
    guard claimed >= length else { throw .malformed }
    guard captured >= length else { throw .short }
    protocolNumber = bytes[payloadOffset]
    payloadOffset += length
    captured -= length
    claimed -= length
  }
}
