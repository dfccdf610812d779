import NetworkBytes

/// A Transport header of RTSP (RFC 2326, section 12.39; RFC 7826, section 18.54): how one medium
/// goes.
struct RTSPTransport {
  /// The channel of RTP on the connection itself.
  private(set) var channel: UInt8?
  /// The client's port for RTP.
  private(set) var clientPort: UInt16?
  /// Where RTP goes, if that is not the client: with multicast, or by `dest_addr`.
  private(set) var destination: IPAddress?
  /// The port of a multicast group.
  private(set) var port: UInt16?

  /// Reads the first transport of the list.
  init(_ header: Bytes) {
    var list = header
    var rest = list.popField(before: UInt8(ascii: ","))
    while !rest.isEmpty {
      var value = rest.popField(before: UInt8(ascii: ";"))
      let name = value.popField(before: UInt8(ascii: "=")).trimmed
      read(name.text(upTo: 32).lowercased(), value.trimmed)
    }
  }

  private mutating func read(_ name: String, _ value: Bytes) {
    switch name {
    case "interleaved": channel = Self.first(value, upTo: 255).map { UInt8($0) }
    case "client_port": clientPort = Self.first(value, upTo: 65_535).map { UInt16($0) }
    case "port": port = Self.first(value, upTo: 65_535).map { UInt16($0) }
    case "destination": destination = IPAddress(value.text())
    // "192.0.2.5:3456"/"192.0.2.5:3457", or ":3456"/":3457"
    case "dest_addr":
      var list = value
      let address = list.popField(before: UInt8(ascii: "/")).unquoted
      guard let colon = address.lastIndex(of: UInt8(ascii: ":")) else { return }
      clientPort = address[(colon + 1)...].number(upTo: 65_535).map { UInt16($0) }
      let host = address[..<colon].filter { $0 != UInt8(ascii: "[") && $0 != UInt8(ascii: "]") }
      destination = IPAddress(host[...].text()) ?? destination
    default: break
    }
  }

  /// The first number of a pair: `0-1`.
  private static func first(_ value: Bytes, upTo limit: Int) -> Int? {
    var pair = value
    return pair.popField(before: UInt8(ascii: "-")).trimmed.number(upTo: limit)
  }
}
