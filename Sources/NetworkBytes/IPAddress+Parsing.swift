extension IPAddress {
  /// Reads dotted decimal, or IPv6 in any form of RFC 4291, section 2.2; nil for anything else.
  ///
  /// A zone index ("%eth0") is passed over.
  package init?(_ text: some StringProtocol) {
    let address = text.prefix { $0 != "%" }
    if address.contains(":") {
      guard let value = Self.ipv6(address) else { return nil }
      self = value
    } else {
      guard let value = Self.ipv4(address) else { return nil }
      self.init(ipv4: value)
    }
  }

  private static func ipv4(_ text: some StringProtocol) -> UInt32? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var value: UInt32 = 0
    for part in parts {
      guard part.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let octet = UInt8(part) else {
        return nil
      }
      value = value << 8 | UInt32(octet)
    }
    return value
  }

  private static func ipv6(_ text: some StringProtocol) -> IPAddress? {
    var halves = [[UInt16]]()
    var rest = String(text)[...]
    if let gap = rest.range(ofDoubleColon: ()) {
      guard let head = groups(rest[..<gap.lowerBound]) else { return nil }
      rest = rest[gap.upperBound...]
      halves.append(head)
    }
    guard let tail = groups(rest) else { return nil }
    halves.append(tail)
    let given = halves.reduce(0) { $0 + $1.count }
    guard halves.count == 2 ? given <= 7 : given == 8 else { return nil }
    let all = halves[0] + [UInt16](repeating: 0, count: 8 - given) + (halves.count == 2 ? tail : [])
    func half(_ groups: ArraySlice<UInt16>) -> UInt64 { groups.reduce(0) { $0 << 16 | UInt64($1) } }
    return IPAddress(ipv6High: half(all[..<4]), low: half(all[4...]))
  }

  private static func groups(_ text: Substring) -> [UInt16]? {
    guard !text.isEmpty else { return [] }
    var result = [UInt16]()
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
      if index == parts.count - 1, part.contains("."), let value = ipv4(part) {
        result += [UInt16(value >> 16), UInt16(value & 0xffff)]
      } else if part.utf8.count <= 4, part.first?.isHexDigit == true,
        let group = UInt16(part, radix: 16)
      {
        result.append(group)
      } else {
        return nil
      }
    }
    return result
  }
}

extension Substring {
  fileprivate func range(ofDoubleColon _: Void) -> Range<Index>? {
    var index = startIndex
    while index < endIndex {
      let next = self.index(after: index)
      if self[index] == ":", next < endIndex, self[next] == ":" {
        return index..<self.index(after: next)
      }
      index = next
    }
    return nil
  }
}
