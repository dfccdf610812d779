import SoundFile
import TestSupport
import Testing

@testable import Extraction

@Suite("Open files of a worker")
struct OpenFilesTests {
  private static func sinks(_ count: Int, _ files: OpenFiles) -> [SoundFileSink] {
    (0..<count).map { number in
      SoundFileSink(path: "\(number)", container: .wav, subtype: .pcm16, lead: 0, files: files)
    }
  }

  @Test("the file that was not written for longest makes room")
  func oldest() {
    let files = OpenFiles(limit: 2)
    let sinks = Self.sinks(3, files)
    for index in [0, 1, 0, 2] { files.touch(sinks[index]) }
    #expect(sinks.map { $0.place != nil } == [true, false, true])
  }

  @Test(
    "whatever is written and finished, those written last are open",
    arguments: [1, 2, 7, 40], UInt64(0)..<5)
  func model(_ limit: Int, _ seed: UInt64) {
    var random = Randomness(seed: seed)
    let files = OpenFiles(limit: limit)
    let sinks = Self.sinks(30, files)
    var open: [Int] = []
    for _ in 0..<2000 {
      let index = Int.random(in: sinks.indices, using: &random)
      open.removeAll { $0 == index }
      if random.chance(20) {
        files.forget(sinks[index])
      } else {
        files.touch(sinks[index])
        open.append(index)
        if open.count > limit { open.removeFirst() }
      }
      #expect(sinks.indices.filter { sinks[$0].place != nil } == open.sorted())
    }
  }
}
