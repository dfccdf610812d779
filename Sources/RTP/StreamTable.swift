import NetworkBytes

/// Finds a stream's number by its key: open addressing with linear probing, no allocation on lookup.
///
/// Entries are never removed; numbers count up from 0 in order of insertion.
package struct StreamTable: Sendable {
  /// A slot holds what is compared, so that a lookup touches one line of memory.
  private struct Slot: BitwiseCopyable {
    /// Both addresses where they are IPv4's, else what they were hashed to.
    let addresses: UInt64
    /// SSRC and ports.
    let ends: UInt64
    /// The number of the stream, -1 where the slot is free.
    let number: Int32
    let isIPv4: Bool

    static let free = Slot(addresses: 0, ends: 0, number: -1, isIPv4: false)
  }

  package private(set) var keys: [StreamKey] = []
  /// Twice as many as keys at least.
  private var slots = [Slot](repeating: .free, count: 64)
  private let seed = UInt64.random(in: 0 ... .max)

  package init() {}

  package var count: Int { keys.count }

  /// The number of the stream with `key`, nil where there is none.
  package func find(_ key: StreamKey) -> Int? {
    let wanted = slot(for: key, number: 0)
    var index = place(of: wanted.addresses, wanted.ends)
    while slots[index].number >= 0 {
      let slot = slots[index]
      if slot.ends == wanted.ends, slot.addresses == wanted.addresses, keys[Int(slot.number)] == key
      {
        return Int(slot.number)
      }
      index = (index &+ 1) & (slots.count &- 1)
    }
    return nil
  }

  /// The number of the stream between two IPv4 addresses, -1 where there is none.
  ///
  /// `addresses` and `ports` have those of the source in their upper halves.
  package func find(ssrc: UInt32, addresses: UInt64, ports: UInt32) -> Int {
    let ends = UInt64(ssrc) << 32 | UInt64(ports)
    var index = place(of: addresses, ends)
    while true {
      let slot = slots[index]
      if slot.ends == ends, slot.addresses == addresses, slot.isIPv4 || slot.number < 0 {
        return Int(slot.number)
      }
      if slot.number < 0 { return -1 }
      index = (index &+ 1) & (slots.count &- 1)
    }
  }

  /// Adds a key that is not in the table and returns its number.
  package mutating func insert(_ key: StreamKey) -> Int {
    if (keys.count + 1) * 2 > slots.count { grow() }
    keys.append(key)
    put(keys.count - 1)
    return keys.count - 1
  }

  private mutating func put(_ number: Int) {
    let slot = slot(for: keys[number], number: Int32(number))
    var index = place(of: slot.addresses, slot.ends)
    while slots[index].number >= 0 { index = (index + 1) & (slots.count - 1) }
    slots[index] = slot
  }

  private mutating func grow() {
    slots = [Slot](repeating: .free, count: slots.count * 2)
    for number in keys.indices { put(number) }
  }

  private func slot(for key: StreamKey, number: Int32) -> Slot {
    let ports = UInt64(key.source.port) << 16 | UInt64(key.destination.port)
    let (source, destination) = (key.source.address, key.destination.address)
    let addresses =
      key.isIPv4
      ? UInt64(source.ipv4) << 32 | UInt64(destination.ipv4)
      : source.hashBits(seed: seed).folded(with: destination.hashBits(seed: ~seed))
    return Slot(
      addresses: addresses, ends: UInt64(key.ssrc) << 32 | ports, number: number,
      isIPv4: key.isIPv4)
  }

  /// Where to look first, in a way that only `seed` knows: a trace could hold keys that were chosen to collide.
  @inline(__always)
  private func place(of addresses: UInt64, _ ends: UInt64) -> Int {
    let bits = (ends ^ seed).folded(with: addresses ^ ~seed)
    return Int(truncatingIfNeeded: bits) & (slots.count &- 1)
  }
}
