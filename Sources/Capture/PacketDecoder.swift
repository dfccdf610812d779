import NetworkBytes

/// From a frame to the payload of UDP or TCP, with what that takes of memory of earlier packets.
struct PacketDecoder: ~Copyable {
  /// Where the payload of the last packet lies.
  enum Storage {
    case frame
    case datagram
    case stream
  }

  /// Where a packet lies that is inside another: bytes of `storage` from `offset` on.
  struct Place {
    var storage = Storage.frame
    var offset = 0
    /// Bytes from there on that were on the wire.
    var originalCount: Int
    /// Tunnels that were entered.
    var nesting = 0

    /// The place `count` bytes on.
    func advanced(by count: Int) -> Place {
      var place = self
      place.offset &+= count
      place.originalCount &-= count
      return place
    }
  }

  /// Tunnels inside tunnels that are followed.
  static let maximumNesting = 8

  var storage = Storage.frame
  var payloadStart = 0
  var payloadCount = 0
  /// The last datagram that was put together.
  var datagram: [UInt8] = []
  /// Where the next frame begins of the A-MSDU that was read last; 0 for none.
  var nextSubframe = 0
  /// Whether the last packet brought more than it was handed out for.
  var hasMore = false
  var tcp = TCPReassembly()
  /// What Wireshark exported, and whether the last frame of that is still to be read.
  var exported = ExportedSIP()
  var hasUnreadExport = false
  var fragments = FragmentTable()
  var counts = CaptureCounters()

  init() {}

  /// Forgets the payload of the last packet.
  @inline(__always)
  mutating func clearPayload() { setPayload(.frame, 0, 0) }

  @inline(__always)
  mutating func setPayload(_ storage: Storage, _ start: Int, _ count: Int) {
    self.storage = storage
    payloadStart = start
    payloadCount = count
  }

  /// Reads a frame into `packet`; the payload is where `storage`, `payloadStart` and
  /// `payloadCount` say.
  ///
  /// `linkType` is nil on an interface that was not described.
  @inline(__always)
  mutating func decode(
    _ frame: Span<UInt8>, linkType: UInt16?, originalLength: Int, _ packet: inout CapturedPacket
  ) {
    counts.packets &+= 1
    guard let linkType, LinkLayer.supports(linkType) else {
      return decodeUncommon(frame, linkType, originalLength, &packet)
    }
    do throws(HeaderFault) {
      let link = try LinkLayer(frame, linkType: linkType)
      if linkType == 105 || linkType == 127 { findSubframes(frame, linkType) }
      let place = Place(originalCount: originalLength).advanced(by: link.offset)
      let bytes = frame.extracting(droppingFirst: link.offset)
      if link.etherType == LinkLayer.ipv4 {
        let header = try InternetHeader(ipv4: bytes, originalCount: place.originalCount)
        try payload(of: header, bytes, place, &packet)
      } else {
        try network(bytes, link.etherType, place, &packet)
      }
    } catch {
      count(error, isSnapped: originalLength > frame.count)
    }
  }

  /// Goes on from an IP header to what it carries.
  @inline(__always)
  mutating func payload(
    of header: InternetHeader, _ bytes: Span<UInt8>, _ place: Place,
    _ packet: inout CapturedPacket
  ) throws(HeaderFault) {
    let start = header.payloadOffset
    let payload = bytes.extracting(start..<start &+ header.captured)
    if header.protocolNumber == 17, !header.isFragment {
      try datagram(payload, header, place.advanced(by: start), &packet)
    } else {
      try uncommon(payload, header, place.advanced(by: start), &packet)
    }
  }

  /// Reads a UDP header (RFC 768).
  @inline(__always)
  mutating func datagram(
    _ bytes: Span<UInt8>, _ header: InternetHeader, _ place: Place,
    _ packet: inout CapturedPacket
  ) throws(HeaderFault) {
    guard bytes.count >= 8 else { throw .short }
    let fields = bytes.extracting(0..<8)
    let length = Int(fields.uint16(at: 4))
    guard length >= 8, length <= header.claimed else { throw .malformed }
    let port = fields.uint16(at: 2)
    // What has the version of RTP and few sources is no tunnel.
    if bytes.count > 8, bytes[8] & 0xC8 != 0x80 {
      let inside = bytes.extracting(8..<min(length, bytes.count))
      let place = place.advanced(by: 8)
      let isTunnel = try tunnel(
        inside, claimed: length &- 8, from: fields.uint16(at: 0), to: port, header, place, &packet)
      if isTunnel { return }
    }
    counts.udp &+= 1
    setPayload(place.storage, place.offset &+ 8, min(length, bytes.count) &- 8)
    packet.kind = .udp
    packet.source = SocketAddress(header.source, port: fields.uint16(at: 0))
    packet.destination = SocketAddress(header.destination, port: port)
    packet.isTruncated = bytes.count < length
  }

  /// Reads a frame that no header of a link layer begins.
  @inline(never)
  private mutating func decodeUncommon(
    _ frame: Span<UInt8>, _ linkType: UInt16?, _ originalLength: Int,
    _ packet: inout CapturedPacket
  ) {
    switch linkType {
    case nil: counts.undescribedInterface += 1
    case ExportedPDU.linkType:
      do throws(HeaderFault) {
        try exportedPDU(frame, originalLength: originalLength, &packet)
      } catch {
        count(error, isSnapped: originalLength > frame.count)
      }
    case let linkType?: counts.unsupportedLinkTypes[linkType, default: 0] += 1
    }
  }

  @inline(never)
  mutating func count(_ fault: HeaderFault, isSnapped: Bool) {
    switch fault {
    case .short where isSnapped: counts.truncated += 1
    case .short, .malformed: counts.malformed += 1
    case .nested: counts.nestedTooDeep += 1
    }
  }
}
