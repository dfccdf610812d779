/// The payload types that stand for telephone-events in a stream.
package struct EventPayloadTypes: Sendable, Equatable {
  /// One bit for each payload type, of which there are 128.
  private var bits: UInt128 = 0

  package init() {}

  /// Adds a payload type, or takes it out; the last call for a payload type counts.
  package mutating func set(_ payloadType: UInt8, isEvent: Bool) {
    guard payloadType < 128 else { return }
    let bit: UInt128 = 1 << payloadType
    bits = isEvent ? bits | bit : bits & ~bit
  }

  package func contains(_ payloadType: UInt8) -> Bool { bits & 1 << payloadType != 0 }
}
