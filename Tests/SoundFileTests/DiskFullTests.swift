import Glibc
import TestSupport
import Testing

@testable import SoundFile

/// A limit on the size of files stands in for a full disk.
///
/// It holds for a whole process, so each test runs in its own.
@Suite("A full disk", .waitsForOthers)
struct DiskFullTests {
  private static func limitFiles(to size: rlim_t) {
    signal(SIGXFSZ, SIG_IGN)
    var bounds = rlimit(rlim_cur: size, rlim_max: .max)
    _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &bounds)
  }

  /// Writes blocks until one fails and says what is in the file then.
  private static func fill(_ format: SoundFileFormat, limit: rlim_t = 100_001) throws -> (
    failure: SoundFileError?, frames: Int64, path: String, directory: TemporaryFolder
  ) {
    let directory = try TemporaryFolder()
    let path = directory.path("a")
    limitFiles(to: limit)
    var writer = try SoundFileWriter(creating: path, format: format)
    var random = Randomness(seed: 27)
    let noise = (0..<4000 * format.channels).map { _ in
      Int16.random(in: .min ... .max, using: &random)
    }
    var failure: SoundFileError?
    do throws(SoundFileError) {
      for _ in 0..<100 { try writer.write(noise.span) }
    } catch {
      failure = error
    }
    let frames = writer.frames
    // The header is in the file already, so it can be finished.
    do throws(SoundFileError) { try writer.finish() } catch { failure = failure ?? error }
    return (failure, frames, path, directory)
  }

  private static func check(_ format: SoundFileFormat) throws {
    let (failure, frames, path, directory) = try fill(format)
    #expect(failure == .writeFailed(path: path, reason: "File too large"))
    var reader = try SoundFileReader(opening: path)
    #expect(reader.frames == frames)
    #expect(frames >= (100_000 - 110) / Int64(format.bytesPerFrame))
    var pcm = [Int16](repeating: 0, count: 200_000 * format.channels)
    var span = pcm.mutableSpan
    #expect(Int64(reader.read(into: &span)) == frames)
    _ = directory
  }

  @Test("16-bit WAV keeps every whole frame before the failure")
  func wav() async {
    await #expect(processExitsWith: .success) {
      try Self.check(SoundFileFormat(sampleRate: 8000, channels: 2))
      let (_, frames, path, directory) = try Self.fill(
        SoundFileFormat(sampleRate: 8000, channels: 2))
      #expect(Int64(try StrictWAV(contents(path)).data.count) == 4 * frames)
      _ = directory
    }
  }

  @Test("so does µ-law WAV")
  func muLaw() async {
    await #expect(processExitsWith: .success) {
      try Self.check(SoundFileFormat(subtype: .ulaw, sampleRate: 8000, channels: 1))
    }
  }

  @Test("so does float RF64")
  func rf64() async {
    await #expect(processExitsWith: .success) {
      try Self.check(
        SoundFileFormat(container: .rf64, subtype: .float, sampleRate: 8000, channels: 1))
    }
  }

  @Test("so do W64 and AU")
  func others() async {
    await #expect(processExitsWith: .success) {
      try Self.check(SoundFileFormat(container: .w64, sampleRate: 8000, channels: 3))
      try Self.check(SoundFileFormat(container: .au, sampleRate: 8000, channels: 1))
    }
  }

  @Test("FLAC reports it")
  func flac() async {
    await #expect(processExitsWith: .success) {
      let (failure, _, path, directory) = try Self.fill(
        SoundFileFormat(container: .flac, sampleRate: 8000, channels: 1))
      guard case .writeFailed(path, _) = failure else {
        Issue.record("no failure: \(String(describing: failure))")
        return
      }
      _ = directory
    }
  }

  @Test("where not even a header has room, no file is left")
  func noRoomForHeader() async {
    await #expect(processExitsWith: .success) {
      let directory = try TemporaryFolder()
      let path = directory.path("a")
      Self.limitFiles(to: 0)
      #expect(throws: SoundFileError.cannotCreate(path: path, reason: "File too large")) {
        try SoundFileWriter(
          creating: path, format: SoundFileFormat(sampleRate: 8000, channels: 1)
        ).finish()
      }
      #expect(directory.names() == [])
    }
  }

  @Test("a WAV that has no room to become RF64 stays a valid WAV")
  func noRoomForRF64() async {
    await #expect(processExitsWith: .success) {
      let directory = try TemporaryFolder()
      let path = directory.path("a")
      var writer = try SoundFileWriter(
        creating: path, format: SoundFileFormat(sampleRate: 8000, channels: 1),
        largestWAV: 100_000)
      try writer.write([Int16](repeating: 5, count: 50_000).span)
      Self.limitFiles(to: 100_050)
      var failure: SoundFileError?
      do throws(SoundFileError) { try writer.write(([1] as [Int16]).span) } catch {
        failure = error
      }
      #expect(failure == .writeFailed(path: path, reason: "File too large"))
      try writer.finish()
      #expect(try StrictWAV(contents(path)).samples.count == 50_000)
      #expect(directory.names() == ["a"])
    }
  }
}
