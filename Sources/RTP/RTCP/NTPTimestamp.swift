/// A wall clock's time in RTCP: seconds since 1900 as 32.32 bits (RFC 3550, section 4).
package struct NTPTimestamp: Sendable, Hashable, BitwiseCopyable {
  package let bits: UInt64

  package init(bits: UInt64) { self.bits = bits }

  /// The middle 32 bits, by which reports quote it: units of 1/65536 s.
  package var compact: UInt32 { UInt32(truncatingIfNeeded: bits >> 16) }

  /// Whether it says a time: a sender without a wall clock may send zero (section 6.4.1).
  package var isKnown: Bool { bits != 0 }

  /// Seconds from `other` to this, the nearer way around the clock.
  package func seconds(since other: NTPTimestamp) -> Double {
    Double(Int64(bitPattern: bits &- other.bits)) / 0x1p32
  }

  /// This less a delay in units of 1/65536 s.
  package func earlier(by delay: UInt32) -> NTPTimestamp {
    NTPTimestamp(bits: bits &- UInt64(delay) << 16)
  }
}
