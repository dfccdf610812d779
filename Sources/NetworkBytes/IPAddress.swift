/// An IPv4 or IPv6 address as a number, cheap to compare and to hash.
package struct IPAddress: Hashable, Sendable {
  /// The upper half of an IPv6 address; 0 for IPv4.
  @usableFromInline let high: UInt64
  /// The lower half of an IPv6 address; an IPv4 address in its lower 32 bits.
  @usableFromInline let low: UInt64
  /// Whether this is an IPv6 address.
  package let isIPv6: Bool

  /// An IPv4 address, the first octet in the highest bits.
  @inlinable
  @inline(__always)
  package init(ipv4 address: UInt32) {
    (high, low, isIPv6) = (0, UInt64(address), false)
  }

  /// An IPv6 address in two halves.
  @inlinable
  @inline(__always)
  package init(ipv6High high: UInt64, low: UInt64) {
    (self.high, self.low, isIPv6) = (high, low, true)
  }

  @inlinable
  @inline(__always)
  package static func == (left: IPAddress, right: IPAddress) -> Bool {
    left.low == right.low && left.high == right.high && left.isIPv6 == right.isIPv6
  }

  /// An IPv4 address as it was given, the first octet in the highest bits.
  package var ipv4: UInt32 { UInt32(truncatingIfNeeded: low) }

  /// A number for hashing, in a way that only `seed` knows: a trace could hold addresses that were
  /// chosen to collide.
  @inlinable
  @inline(__always)
  package func hashBits(seed: UInt64) -> UInt64 {
    isIPv6 ? (high ^ seed).folded(with: low ^ ~seed) : low ^ seed
  }
}

extension IPAddress: CustomStringConvertible {
  /// Dotted decimal, or the text form of RFC 5952.
  package var description: String {
    isIPv6
      ? ipv6Description : [24, 16, 8, 0].map { String(low >> $0 & 0xff) }.joined(separator: ".")
  }

  private var ipv6Description: String {
    let groups =
      [48, 32, 16, 0].map { high >> $0 & 0xffff } + [48, 32, 16, 0].map { low >> $0 & 0xffff }
    guard let zeros = Self.longestZeroRun(groups) else {
      return groups.map { String($0, radix: 16) }.joined(separator: ":")
    }
    let head = groups[..<zeros.lowerBound].map { String($0, radix: 16) }.joined(separator: ":")
    let tail = groups[zeros.upperBound...].map { String($0, radix: 16) }.joined(separator: ":")
    return head + "::" + tail
  }

  /// The run of two or more zero groups that RFC 5952, section 4.2, shortens to "::".
  private static func longestZeroRun(_ groups: [UInt64]) -> Range<Int>? {
    var best: Range<Int>?
    var start = 0
    while start < groups.count {
      var end = start
      while end < groups.count, groups[end] == 0 { end += 1 }
      if end - start >= 2, end - start > best?.count ?? 0 { best = start..<end }
      start = max(end, start + 1)
    }
    return best
  }
}

extension IPAddress {
  /// The address in network byte order: 4 or 16 bytes.
  package var octets: [UInt8] {
    let low = stride(from: isIPv6 ? 56 : 24, through: 0, by: -8).map {
      UInt8(truncatingIfNeeded: self.low >> $0)
    }
    guard isIPv6 else { return low }
    return stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: high >> $0) } + low
  }
}
