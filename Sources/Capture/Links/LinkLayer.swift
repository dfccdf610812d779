import NetworkBytes

/// The network layer of a frame: where it starts, and what it is.
struct LinkLayer {
  let offset: Int
  /// The EtherType; 0 where there is none.
  let etherType: UInt16

  static let ipv4: UInt16 = 0x0800
  static let ipv6: UInt16 = 0x86DD
  static let mpls: UInt16 = 0x8847
  static let mplsMulticast: UInt16 = 0x8848
  /// PPPoE in its session stage.
  static let pppoe: UInt16 = 0x8864
  static let ppp: UInt16 = 0x880B
  /// A whole Ethernet frame, as tunnels name it.
  static let ethernet: UInt16 = 0x6558

  /// Whether frames of this link type (LINKTYPE_…) are read.
  static func supports(_ linkType: UInt16) -> Bool {
    switch linkType {
    case 0, 1, 9, 12, 14, 50, 51, 101, 105, 108, 113, 127, 228, 229, 276: true
    default: false
    }
  }

  /// Reads the link-layer header of a frame.
  @inline(__always)
  init(_ frame: Span<UInt8>, linkType: UInt16) throws(HeaderFault) {
    if linkType == 1, frame.count >= 14, case let type = frame.uint16(at: 12), type == Self.ipv4 {
      offset = 14
      etherType = type
    } else {
      self = try Self.uncommon(frame, linkType)
    }
  }

  init(offset: Int, etherType: UInt16) {
    self.offset = offset
    self.etherType = etherType
  }

  private static func uncommon(
    _ frame: Span<UInt8>, _ linkType: UInt16
  ) throws(HeaderFault) -> LinkLayer {
    switch linkType {
    case 1: try tagged(frame, typeAt: 12)
    // Linux cooked: the protocol is the last field of version 1 and the first of version 2.
    case 113: try tagged(frame, typeAt: 14)
    case 276: try tagged(frame, typeAt: 0, headerLength: 20)
    case 0, 108: try family(frame)
    case 9: try LinkLayer(ppp: frame)
    case 50: try LinkLayer(hdlc: frame)
    case 51: LinkLayer(offset: 0, etherType: pppoe)
    case 105: try LinkLayer(wlan: frame)
    case 127: try LinkLayer(radiotap: frame)
    case 228: LinkLayer(offset: 0, etherType: ipv4)
    case 229: LinkLayer(offset: 0, etherType: ipv6)
    default: try raw(frame)
    }
  }

  /// Passes over VLAN tags (802.1Q, 802.1ad and their forerunners), and LLC with SNAP.
  private static func tagged(
    _ frame: Span<UInt8>, typeAt position: Int, headerLength: Int? = nil
  ) throws(HeaderFault) -> LinkLayer {
    var offset = headerLength ?? position + 2
    guard frame.count >= offset else { throw .short }
    var type = frame.uint16(at: position)
    while type == 0x8100 || type == 0x88A8 || type == 0x9100 || type == 0x9200 {
      guard frame.count >= offset + 4 else { throw .short }
      type = frame.uint16(at: offset + 2)
      offset += 4
    }
    if type <= 1500, frame.count >= offset + 8, frame.uint32(at: offset) == 0xAAAA_0300,
      frame.uint16(at: offset + 4) == 0
    {
      type = frame.uint16(at: offset + 6)
      offset += 8
    }
    return LinkLayer(offset: offset, etherType: type)
  }

  /// BSD loopback: an address family in the byte order of the machine that captured.
  private static func family(_ frame: Span<UInt8>) throws(HeaderFault) -> LinkLayer {
    guard frame.count >= 4 else { throw .short }
    let value = frame.uint32(at: 0)
    let type: UInt16 =
      switch min(value, value.byteSwapped) {
      case 2: ipv4
      // AF_INET6 of Linux, NetBSD and OpenBSD, FreeBSD, macOS.
      case 10, 24, 28, 30: ipv6
      default: 0
      }
    return LinkLayer(offset: 4, etherType: type)
  }

  private static func raw(_ frame: Span<UInt8>) throws(HeaderFault) -> LinkLayer {
    guard frame.count >= 1 else { throw .short }
    let type: UInt16 =
      switch frame[0] >> 4 {
      case 4: ipv4
      case 6: ipv6
      default: 0
      }
    return LinkLayer(offset: 0, etherType: type)
  }
}

/// Why a header cannot be read.
enum HeaderFault: Error {
  /// The captured bytes end inside it.
  case short
  /// It contradicts itself or what encloses it.
  case malformed
  /// It stands inside more others than are followed.
  case nested
}
