import TestSupport
import Testing

@testable import Extraction

@Suite("What waits in a temporary file")
struct TemporaryFileTests {
  @Test("comes back as it was, whether or not it was written yet", arguments: UInt64(0)..<5)
  func roundTrip(_ seed: UInt64) throws {
    var random = Randomness(seed: seed)
    var file = TemporaryFile()
    var kept: [(place: Int, numbers: [Int64], bytes: [UInt8])] = []
    for _ in 0..<300 {
      let numbers = (0..<Int.random(in: 0...40, using: &random)).map { _ in
        Int64.random(in: .min ... .max, using: &random)
      }
      let bytes = random.bytes(Int.random(in: 0...5000, using: &random))
      let place = try file.append(numbers)
      _ = try file.append(bytes)
      kept.append((place, numbers, bytes))
      guard random.chance(20), let old = kept.randomElement(using: &random) else { continue }
      let (first, second) = try file.read(
        old.numbers.count, of: Int64.self, then: old.bytes.count, of: UInt8.self, at: old.place)
      #expect(first == old.numbers)
      #expect(second == old.bytes)
      var alone = [Int64](repeating: 0, count: old.numbers.count)
      try file.read(&alone, at: old.place)
      #expect(alone == old.numbers)
    }
  }

  @Test("what was never written cannot be read")
  func beyond() throws {
    var file = TemporaryFile()
    _ = try file.append([1, 2, 3] as [UInt8])
    var failure: ExtractionError?
    do throws(ExtractionError) {
      _ = try file.read(4, of: UInt8.self, then: 0, of: UInt8.self, at: 0)
    } catch {
      failure = error
    }
    #expect(failure != nil)
  }
}
