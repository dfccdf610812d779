/// Finds a stream's number by its key: open addressing with linear probing, no allocation on lookup.
///
/// Entries are never removed; numbers count up from 0 in order of insertion.
package struct StreamTable: Sendable {
  package private(set) var keys: [StreamKey] = []
  /// The stream number in each slot, -1 where it is free; twice as many slots as keys at least.
  private var slots = [Int32](repeating: -1, count: 64)
  /// The stream that the last lookup found: packets of one stream often come in runs.
  private var last: Int32 = -1

  private let seed = UInt64.random(in: 0 ... .max)

  package init() {}

  package var count: Int { keys.count }

  /// The number of the stream with `key`, nil where there is none.
  package mutating func find(_ key: StreamKey) -> Int? {
    if last >= 0, keys[Int(last)] == key { return Int(last) }
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: key.hashBits(seed: seed)) & mask
    while slots[slot] >= 0 {
      if keys[Int(slots[slot])] == key {
        last = slots[slot]
        return Int(last)
      }
      slot = (slot + 1) & mask
    }
    return nil
  }

  /// Adds a key that is not in the table and returns its number.
  package mutating func insert(_ key: StreamKey) -> Int {
    if (keys.count + 1) * 2 > slots.count { grow() }
    keys.append(key)
    place(Int32(keys.count - 1))
    return keys.count - 1
  }

  private mutating func place(_ number: Int32) {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: keys[Int(number)].hashBits(seed: seed)) & mask
    while slots[slot] >= 0 { slot = (slot + 1) & mask }
    slots[slot] = number
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: slots.count * 2)
    for number in keys.indices { place(Int32(number)) }
  }
}
