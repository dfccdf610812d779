import NetworkBytes

/// The header that Wireshark puts before what it exports of a dissector (link type 252; epan/exported_pdu.h).
///
/// It is a list of tags, which say what follows and between whom it was.
struct ExportedPDU {
  /// What follows the header.
  enum Content: Equatable {
    /// SIP, as its own dissector exports it.
    case sip
    /// Bytes that the dissector of TLS exports for that of SIP over TCP.
    case sipOverTCP
    /// What a datagram held.
    case datagram
    /// A datagram with its header.
    case udp
    /// A packet of the network layer, by its EtherType.
    case network(UInt16)
    /// What is not read here, by the name of its dissector.
    case other
  }

  /// LINKTYPE_WIRESHARK_UPPER_PDU.
  static let linkType: UInt16 = 252

  /// Numbers of EXP_PDU_TAG_….
  private enum Tag {
    static let end: UInt16 = 0
    static let dissector: UInt16 = 12
    static let heuristicDissector: UInt16 = 13
    static let dissectorTable: UInt16 = 14
    static let sourceIPv4: UInt16 = 20
    static let destinationIPv4: UInt16 = 21
    static let sourceIPv6: UInt16 = 22
    static let destinationIPv6: UInt16 = 23
    static let portType: UInt16 = 24
    static let sourcePort: UInt16 = 25
    static let destinationPort: UInt16 = 26
  }

  /// Numbers of EXP_PDU_PT_….
  private enum PortType {
    static let tcp: UInt32 = 2
    static let udp: UInt32 = 3
  }

  /// Characters of a name that are kept.
  private static let maximumName = 32

  /// Of a dissector, or of a table of them: the last that is given.
  private(set) var name = ""
  /// Unspecified where the header does not say.
  private(set) var source = SocketAddress(IPAddress(ipv4: 0), port: 0)
  private(set) var destination = SocketAddress(IPAddress(ipv4: 0), port: 0)
  /// Where the header ends.
  private(set) var offset = 0
  private var portType: UInt32 = 0

  /// Whether it was on a connection of TCP.
  var isOverTCP: Bool { portType == PortType.tcp }

  init(_ frame: Span<UInt8>) throws(HeaderFault) {
    while true {
      guard frame.count >= offset + 4 else { throw .short }
      let (tag, length) = (frame.uint16(at: offset), Int(frame.uint16(at: offset + 2)))
      guard frame.count >= offset + 4 + length else { throw .short }
      take(tag, frame.extracting(offset + 4..<offset + 4 + length))
      offset += 4 + length
      if tag == Tag.end { return }
    }
  }

  var content: Content {
    switch name {
    case "sip" where isOverTCP: .sip
    case "sip.tcp": .sipOverTCP
    case "udp": .udp
    case "ip": .network(LinkLayer.ipv4)
    case "ipv6": .network(LinkLayer.ipv6)
    case "sip", "rtp", "rtcp", "sip_udp", "rtp_udp", "rtcp_udp": .datagram
    // What no dissector knew, and what the number of a port told.
    case "data" where portType == PortType.udp, "udp.port": .datagram
    default: .other
    }
  }

  private mutating func take(_ tag: UInt16, _ value: Span<UInt8>) {
    switch (tag, value.count) {
    case (Tag.dissector, _), (Tag.heuristicDissector, _), (Tag.dissectorTable, _):
      name = Self.name(value)
    case (Tag.sourceIPv4, 4):
      source = SocketAddress(IPAddress(ipv4: value.uint32(at: 0)), port: source.port)
    case (Tag.destinationIPv4, 4):
      destination = SocketAddress(IPAddress(ipv4: value.uint32(at: 0)), port: destination.port)
    case (Tag.sourceIPv6, 16):
      source = SocketAddress(Self.ipv6(value), port: source.port)
    case (Tag.destinationIPv6, 16):
      destination = SocketAddress(Self.ipv6(value), port: destination.port)
    case (Tag.portType, 4): portType = value.uint32(at: 0)
    case (Tag.sourcePort, 4):
      source = SocketAddress(source.address, port: UInt16(truncatingIfNeeded: value.uint32(at: 0)))
    case (Tag.destinationPort, 4):
      destination = SocketAddress(
        destination.address, port: UInt16(truncatingIfNeeded: value.uint32(at: 0)))
    default: break
    }
  }

  /// A text that zeros may fill up.
  private static func name(_ value: Span<UInt8>) -> String {
    var text: [UInt8] = []
    for index in value.indices where index < maximumName {
      guard value[index] != 0 else { break }
      text.append(value[index])
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static func ipv6(_ value: Span<UInt8>) -> IPAddress {
    IPAddress(ipv6High: value.uint64(at: 0), low: value.uint64(at: 8))
  }
}
