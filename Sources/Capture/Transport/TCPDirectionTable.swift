import NetworkBytes

/// The directions of TCP connections that are followed, found by their addresses.
///
/// Once all slots are taken, the direction that has been silent longest gives up its slot.
struct TCPDirectionTable {
  private struct Slot {
    var direction: TCPDirection
    var hash: Int
    /// The next slot of the same hash; -1 at the end.
    var chained = -1
    /// The slots used just before and just after this one; -1 at the ends.
    var older = -1
    var newer = -1
  }

  private static let hashCount = 8192

  private var slots: [Slot] = []
  private var heads: [Int] = []
  private var oldest = -1
  private var newest = -1
  private let seed = UInt64.random(in: .min ... .max)

  var count: Int { slots.count }

  subscript(index: Int) -> TCPDirection {
    get { slots[index].direction }
    _modify { yield &slots[index].direction }
  }

  /// The slot of the direction between these addresses; nil if it is not followed.
  mutating func find(_ source: SocketAddress, _ destination: SocketAddress) -> Int? {
    guard !heads.isEmpty else { return nil }
    var index = heads[hash(source, destination)]
    while index >= 0 {
      if slots[index].direction.source == source, slots[index].direction.destination == destination
      {
        touch(index)
        return index
      }
      index = slots[index].chained
    }
    return nil
  }

  /// Follows a direction that `find` did not find; also the one that gave up its slot for it.
  mutating func insert(_ direction: TCPDirection) -> (index: Int, evicted: TCPDirection?) {
    if heads.isEmpty { heads = [Int](repeating: -1, count: Self.hashCount) }
    let hash = hash(direction.source, direction.destination)
    var evicted: TCPDirection?
    let index: Int
    if slots.count < CapturedPacket.maximumConnections {
      index = slots.count
      slots.append(Slot(direction: direction, hash: hash))
    } else {
      index = oldest
      evicted = slots[index].direction
      unchain(index)
      unlink(index)
      slots[index] = Slot(direction: direction, hash: hash)
    }
    slots[index].chained = heads[hash]
    heads[hash] = index
    link(index)
    return (index, evicted)
  }

  private func hash(_ source: SocketAddress, _ destination: SocketAddress) -> Int {
    // Seeded, so that no trace can be made in which all connections collide.
    var value = seed
    func mix(_ address: SocketAddress) {
      value = (value ^ address.address.hashBits(seed: seed)) &* 0x9E37_79B9_7F4A_7C15
      value = (value ^ value >> 32 ^ UInt64(address.port)) &* 0xD6E8_FEB8_6659_FD93
    }
    mix(source)
    mix(destination)
    return Int(value >> 51)
  }

  private mutating func touch(_ index: Int) {
    guard index != newest else { return }
    unlink(index)
    link(index)
  }

  private mutating func link(_ index: Int) {
    slots[index].older = newest
    slots[index].newer = -1
    if newest >= 0 { slots[newest].newer = index } else { oldest = index }
    newest = index
  }

  private mutating func unlink(_ index: Int) {
    let (older, newer) = (slots[index].older, slots[index].newer)
    if older >= 0 { slots[older].newer = newer } else { oldest = newer }
    if newer >= 0 { slots[newer].older = older } else { newest = older }
  }

  private mutating func unchain(_ index: Int) {
    let hash = slots[index].hash
    if heads[hash] == index {
      heads[hash] = slots[index].chained
      return
    }
    var previous = heads[hash]
    while previous >= 0, slots[previous].chained != index { previous = slots[previous].chained }
    if previous >= 0 { slots[previous].chained = slots[index].chained }
  }
}
