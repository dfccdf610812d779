import Playout
import Testing

@Suite("Many gaps")
struct GapLogTests {
  private final class Store: GapStore {
    var runs: [[Gap]] = []
    var isFull = false

    func store(_ gaps: [Gap]) -> Int? {
      guard !isFull else { return nil }
      runs.append(gaps)
      return runs.count - 1
    }

    func gaps(_ count: Int, at offset: Int) -> [Gap] { Array(runs[offset].prefix(count)) }
  }

  private static func gap(_ number: Int64) -> Gap {
    Gap(start: number * 10, end: number * 10 + 5, kind: .loss, fill: .silence)
  }

  @Test("go to the store run by run, in order; none is lost", arguments: [false, true])
  func runs(_ isFull: Bool) {
    let store = Store()
    store.isFull = isFull
    var log = GapLog()
    for number in Int64(0)..<10_000 { log.append(Self.gap(number), store: store) }
    #expect(log.count == 10_000)
    let expected = (Int64(0)..<10_000).map(Self.gap)
    #expect(store.gaps(of: log, limit: .max) == expected)
    #expect(store.gaps(of: log, limit: 100) == Array(expected.prefix(100)))
    // The newest gap may still grow, and stays.
    #expect(store.runs.count == (isFull ? 0 : 9_999 / GapLog.runLength))
  }

  @Test("one that goes on where the last one ended, alike, is one with it")
  func merging() {
    var log = GapLog()
    for (start, end, kind) in [
      (0, 5, Gap.Kind.loss), (5, 9, .loss), (9, 12, .silence), (13, 14, .silence),
    ] {
      log.append(Gap(start: Int64(start), end: Int64(end), kind: kind, fill: .silence), store: nil)
    }
    #expect(log.recent.map(\.start) == [0, 9, 13])
    #expect(log.recent.map(\.end) == [9, 12, 14])
  }
}
