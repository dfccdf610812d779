import Foundation
import TestSupport
import Testing

@testable import Files

@Suite("What waits in a temporary file", .waitsForOthers)
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
    #expect(throws: FileError(.readTemporary, "", .system(EIO))) {
      _ = try file.read(4, of: UInt8.self, then: 0, of: UInt8.self, at: 0)
    }
  }

  @Test("has no name in the folder that TMPDIR tells, and is told where there is none")
  func folder() async {
    await #expect(processExitsWith: .success) {
      let scratch = try TemporaryFolder()
      unsafe setenv("TMPDIR", scratch.path, 1)
      var file = TemporaryFile()
      _ = try file.append([UInt8](repeating: 5, count: 1 << 20))
      #expect(scratch.names() == [])
      let numbers = FileManager.default
      let targets = try numbers.contentsOfDirectory(atPath: "/proc/self/fd").compactMap {
        try? numbers.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")
      }
      #expect(targets.count { $0.hasPrefix(scratch.path("rtp2wav-")) } == 1)
      var byte: [UInt8] = [0]
      try file.read(&byte, at: 999_999)
      #expect(byte == [5])
      unsafe setenv("TMPDIR", "/nowhere", 1)
      var other = TemporaryFile()
      #expect(throws: FileError(.createTemporary, "/nowhere", .system(ENOENT))) {
        _ = try other.append([UInt8](repeating: 5, count: 1 << 20))
      }
      #expect(
        "\(FileError(.createTemporary, "/nowhere", .system(ENOENT)))"
          == "cannot create a temporary file in /nowhere: No such file or directory")
    }
  }

  @Test("that has no room keeps what was appended before, and goes on when it has")
  func noRoom() async {
    await #expect(processExitsWith: .success) {
      signal(SIGXFSZ, SIG_IGN)
      func limit(_ size: rlim_t) {
        var bounds = rlimit(rlim_cur: size, rlim_max: .max)
        _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &bounds)
      }
      limit(1000)
      var file = TemporaryFile()
      let bytes = (0..<2000).map { UInt8(truncatingIfNeeded: $0 / 3) }
      #expect(try file.append(bytes) == 0)
      for _ in 0..<2 {
        #expect(throws: FileError(.writeTemporary, "", .system(EFBIG))) {
          _ = try file.append([UInt8](repeating: 9, count: 1 << 18))
        }
      }
      limit(.max)
      #expect(try file.append([1, 2, 3] as [UInt8]) == 2000)
      var back = [UInt8](repeating: 0, count: 2003)
      try file.read(&back, at: 0)
      #expect(back == bytes + [1, 2, 3])
    }
  }
}
