import Audio
import NetworkBytes

extension MediaDescription {
  /// Reads the value of an `m=` line (RFC 8866, section 5.14); nil without media, port and protocol.
  init?(mediaLine: Bytes) {
    var rest = mediaLine
    guard let kind = rest.popWord(), var ports = rest.popWord(), let profile = rest.popWord(),
      let port = ports.popField(before: UInt8(ascii: "/")).number(upTo: 65_535)
    else { return nil }
    self.kind = kind.text()
    self.port = UInt16(port)
    self.portCount = ports.number(upTo: 65_535) ?? 1
    self.protocol = profile.text()
    guard isRTP else { return }
    var isListed = [Bool](repeating: false, count: 128)
    while let word = rest.popWord() {
      guard let payloadType = word.number(upTo: 127), !isListed[payloadType] else { continue }
      isListed[payloadType] = true
      payloadTypes.append(UInt8(payloadType))
    }
  }

  /// Reads an attribute; false if it is one that matters here and cannot be understood.
  mutating func read(attribute name: Bytes, value: Bytes) -> Bool {
    switch name.text() {
    case "rtpmap": return read(rtpmap: value)
    case "fmtp": return read(fmtp: value)
    case "ptime":
      packetTime = value.prefix { $0.isDigit }.number(upTo: 10_000)
      return packetTime != nil
    case "sendrecv", "sendonly", "recvonly", "inactive":
      direction = Direction(rawValue: name.text()) ?? direction
    case "crypto":
      guard cryptoLines.count < SignallingLimits.attributes else {
        surplus += 1
        break
      }
      cryptoLines.append(value.text())
    case "key-mgmt":
      isKeyedByMIKEY = isKeyedByMIKEY || value.text().lowercased().hasPrefix("mikey")
    case "mid": mid = value.text()
    case "control": control = value.text()
    case "bundle-only": isBundleOnly = true
    case "rtcp":
      var rest = value
      return rest.popWord()?.number(upTo: 65_535) != nil
    case "candidate": read(candidate: value)
    default: break
    }
    return true
  }

  private mutating func read(rtpmap value: Bytes) -> Bool {
    var rest = value
    // "G729/8000/" with an empty channel count is sent by real equipment.
    guard value.count <= SignallingLimits.formatBytes,
      let payloadType = rest.popWord()?.number(upTo: 127),
      let word = rest.popWord(),
      let format = MediaFormat(
        rtpmap: (word.last == UInt8(ascii: "/") ? word.dropLast() : word).text())
    else { return false }
    formats[UInt8(payloadType)] = format
    return true
  }

  private mutating func read(fmtp value: Bytes) -> Bool {
    var rest = value
    guard value.count <= SignallingLimits.formatBytes, let word = rest.popWord() else {
      return false
    }
    // T.38 and others name formats that are no numbers; they have no place in `formats`.
    if let payloadType = word.number(upTo: 127) {
      parameters[UInt8(payloadType)] = rest.trimmed.text(upTo: SignallingLimits.formatBytes)
    }
    return true
  }

  /// RFC 8839, section 5.1: foundation, component, transport, priority, address, port, ….
  ///
  /// Who connects by TCP says port 9 (RFC 6544, section 4.5).
  private mutating func read(candidate value: Bytes) {
    var rest = value
    guard rest.popWord() != nil, rest.popWord()?.number(upTo: 256) == 1,
      let transport = rest.popWord(),
      transport.isCaseInsensitively("udp") || transport.isCaseInsensitively("tcp"),
      rest.popWord() != nil,
      let address = rest.popWord().flatMap({ IPAddress($0.text()) }),
      let port = rest.popWord()?.number(upTo: 65_535), port != 9
    else { return }
    guard candidates.count < SignallingLimits.attributes else {
      surplus += 1
      return
    }
    candidates.append(SocketAddress(address, port: UInt16(port)))
  }
}

extension IPAddress {
  /// Reads the value of a `c=` line: `IN IP4 224.2.1.1/127/3`; nil for a host name.
  init?(connectionLine: Bytes) {
    var rest = connectionLine
    guard rest.popWord()?.isCaseInsensitively("IN") == true, rest.popWord() != nil,
      var word = rest.popWord()
    else { return nil }
    self.init(word.popField(before: UInt8(ascii: "/")).text())
  }
}
