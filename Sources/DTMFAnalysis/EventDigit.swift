package import Audio

/// A telephone-event of a stream, put together from its reports.
package struct EventDigit: Sendable, Equatable {
  /// The event code; 0 to 15 are digits.
  package let code: UInt8
  package let interval: Interval
  /// dBm0 without its sign, 0 to 63; nil for events that have no volume.
  package let volume: UInt8?
  /// Packets that reported it, repeats of one sequence number left out.
  package let packets: Int
  /// Those of them with the E bit.
  package let endPackets: Int

  package init(
    code: UInt8, interval: Interval, volume: UInt8? = 10, packets: Int = 1, endPackets: Int = 1
  ) {
    self.code = code
    self.interval = interval
    self.volume = volume
    self.packets = packets
    self.endPackets = endPackets
  }

  /// Whether its end was reported.
  package var isComplete: Bool { endPackets > 0 }

  /// The DTMF digit; nil for every other event.
  package var digit: DTMFDigit? { DTMFDigit(rawValue: code) }

  /// What the event is called: the digit, or the name that the registry gives its code.
  package var name: String { digit?.description ?? EventName.of(code) }
}
