import Playout
import TestSupport
import Testing

@Suite("Batches of encoded packets")
struct EncodedBatchTests {
  private static func batch(_ orders: [Int64]) -> EncodedBatch {
    var batch = EncodedBatch()
    for order in orders { add(order, to: &batch) }
    return batch
  }

  private static func add(_ order: Int64, to batch: inout EncodedBatch) {
    // The payload tells its order.
    let payload = [UInt8](repeating: UInt8(order & 0xff), count: Int(order % 7))
    batch.append(
      payload.span, order: order, timestamp: UInt32(order * 10), time: order * 100, format: 3)
  }

  private static func expectSound(_ batch: EncodedBatch) {
    for entry in batch.entries {
      #expect(entry.range.count == Int(entry.order % 7))
      let page = batch.page(of: entry)
      let payload = page.span.extracting(entry.range)
      #expect(payload.indices.allSatisfy { payload[$0] == UInt8(entry.order & 0xff) })
      #expect(entry.timestamp == UInt32(entry.order * 10))
      #expect(entry.time == entry.order * 100)
      #expect(entry.format == 3)
    }
  }

  @Test("packets come into order, each with its own bytes")
  func sort() {
    var random = Randomness(seed: 1)
    var batch = Self.batch((1...200).shuffled(using: &random))
    batch.sort()
    #expect(batch.entries.map(\.order) == Array(1...200))
    Self.expectSound(batch)
  }

  @Test("a batch behind another is sorted among it")
  func append() {
    var batch = Self.batch([1, 3, 5, 7])
    batch.append(Self.batch([2, 4, 6]))
    batch.sort()
    #expect(batch.entries.map(\.order) == Array(1...7))
    Self.expectSound(batch)
  }

  @Test("batches that went on growing are taken over, and grow again", arguments: 1...20)
  func grow(seed: UInt64) {
    var random = Randomness(seed: seed)
    var orders = Array(1...Int64(300))
    // Mostly in order, so that runs go on across the seams.
    for _ in 0..<8 {
      orders.swapAt(.random(in: 0..<300, using: &random), .random(in: 0..<300, using: &random))
    }
    var whole = EncodedBatch()
    var rest = orders[...]
    while !rest.isEmpty {
      var next = Self.batch(Array(rest.prefix(.random(in: 0...40, using: &random))))
      rest = rest.dropFirst(next.packets)
      if random.chance(30) { next = EncodedBatch(stored: next.stored.runs, next.stored.bytes) }
      whole.append(next)
      for order in rest.prefix(.random(in: 0...40, using: &random)) {
        Self.add(order, to: &whole)
        rest = rest.dropFirst()
      }
    }
    #expect(whole.entries.map(\.order) == orders)
    #expect(whole.packets == 300)
    #expect(whole.byteCount == orders.reduce(0) { $0 + Int($1 % 7) + 8 })
    Self.expectSound(whole)
    whole.sort()
    let taken = whole.take(200, playable: 150)
    #expect(taken.entries.map(\.order) == Array(1...200))
    #expect(whole.entries.map(\.order) == Array(151...300))
    Self.expectSound(taken)
    Self.expectSound(whole)
  }

  @Test("counts what lies below an order", arguments: [(1, 0), (10, 0), (11, 1), (20, 1), (99, 3)])
  func count(_ watermark: Int64, _ count: Int) {
    #expect(Self.batch([10, 20, 30]).count(below: watermark) == count)
    #expect(EncodedBatch().count(below: watermark) == 0)
    #expect(Self.batch([10, 20, 30]).count(below: .min) == 0)
  }

  @Test("what only looks ahead is taken along and stays", arguments: [0, 1, 5, 10])
  func take(_ playable: Int) {
    var batch = Self.batch(Array(1...10))
    let taken = batch.take(max(playable, 7), playable: playable)
    #expect(taken.entries.map(\.order) == Array(1...Int64(max(playable, 7))))
    #expect(taken.playable == playable)
    #expect(batch.entries.map(\.order) == Array(Int64(playable + 1)..<11))
    #expect(batch.playable == 0)
    Self.expectSound(taken)
    Self.expectSound(batch)
  }

  @Test("knows the memory it takes, and gives it back")
  func memory() {
    var batch = Self.batch(Array(1...10))
    // Each with a capture time of eight bytes.
    #expect(batch.byteCount == 10 * 8 + (1...10).reduce(0) { $0 + $1 % 7 })
    #expect(batch.capacity >= batch.byteCount)
    #expect(!batch.isEmpty)
    _ = batch.take(10, playable: 10)
    #expect(batch.isEmpty)
    #expect(batch.byteCount == 0)
    #expect(batch.capacity == 0)
  }

  @Test("one packet that waits for long does not keep what came behind it in memory")
  func straggler() {
    var batch = EncodedBatch()
    let payload = [UInt8](repeating: 1, count: 1000)
    batch.append(payload.span, order: 1_000_000, timestamp: 0, time: 0, format: 0)
    for order in Int64(1)...500 {
      batch.append(payload.span, order: order, timestamp: 0, time: 0, format: 0)
    }
    batch.sort()
    let taken = batch.take(500, playable: 500)
    #expect(taken.entries.map(\.order) == Array(1...500))
    #expect(batch.entries.map(\.order) == [1_000_000])
    #expect(batch.capacity < 3 * EncodedBatch.pageLength)
  }

  @Test("comes back from where it was stored as it was")
  func stored() {
    var batch = Self.batch((1...3000).reversed())
    let (runs, bytes) = batch.stored
    var again = EncodedBatch(stored: runs, bytes)
    #expect(bytes.count == batch.byteCount)
    #expect(again.byteCount == batch.byteCount)
    batch.sort()
    again.sort()
    #expect(again.entries.map(\.order) == batch.entries.map(\.order))
    Self.expectSound(again)
  }

  @Test(
    "even packets are kept as runs, whatever way they are cut", arguments: [1, 23, 24, 100, 299])
  func runs(_ cut: Int) {
    var batch = EncodedBatch()
    for order in Int64(1)...300 where order != 150 {
      let payload = [UInt8](repeating: UInt8(order & 0xff), count: 160)
      batch.append(
        payload.span, order: order, timestamp: UInt32(order * 160), time: order * 20_000_000,
        format: 0)
    }
    // Page by page, with the first packets, whose step is not known, and the hole apart.
    #expect(batch.stored.runs.count < 20)
    batch.sort()
    let count = batch.count(below: Int64(cut) + 1)
    let taken = batch.take(count, playable: count)
    let both = taken.entries + batch.entries
    #expect(both.map(\.order) == (Int64(1)...300).filter { $0 != 150 })
    #expect(both.allSatisfy { $0.timestamp == UInt32($0.order * 160) && $0.length == 160 })
    #expect(both.allSatisfy { $0.time == $0.order * 20_000_000 })
    for (part, entry) in taken.entries.map({ (taken, $0) }) + batch.entries.map({ (batch, $0) }) {
      let page = part.page(of: entry)
      #expect(page.span[Int(entry.range.lowerBound)] == UInt8(entry.order & 0xff))
    }
  }
}
