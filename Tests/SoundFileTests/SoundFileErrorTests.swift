import Glibc
import TestSupport
import Testing

@testable import SoundFile

@Suite("Errors of sound files")
struct SoundFileErrorTests {
  private static let format = SoundFileFormat(sampleRate: 8000, channels: 1)

  private static func create(_ path: String) throws {
    try SoundFileWriter(creating: path, format: format).finish()
  }

  @Test("a file that exists is left alone")
  func exists() throws {
    let directory = try TemporaryFolder()
    let path = directory.path("a.wav")
    try Self.create(path)
    let before = contents(path)
    #expect(throws: SoundFileError.cannotCreate(path: path, reason: "File exists")) {
      try Self.create(path)
    }
    #expect(contents(path) == before)
  }

  @Test("no symbolic link is followed, not even one to nowhere")
  func link() throws {
    let directory = try TemporaryFolder()
    let path = directory.path("a.wav")
    #expect(unsafe symlink(directory.path("b.wav"), path) == 0)
    #expect(throws: SoundFileError.cannotCreate(path: path, reason: "File exists")) {
      try Self.create(path)
    }
    #expect(directory.names() == ["a.wav"])
  }

  @Test("a directory that is not there is named with the system's reason")
  func missing() throws {
    let path = "/nonexistent/a.wav"
    #expect(throws: SoundFileError.cannotCreate(path: path, reason: "No such file or directory")) {
      try Self.create(path)
    }
    let error = SoundFileError.cannotCreate(path: path, reason: "No such file or directory")
    #expect("\(error)" == "/nonexistent/a.wav: cannot be created: No such file or directory")
  }

  @Test("a name with a zero byte is refused instead of cut")
  func zeroByte() throws {
    let directory = try TemporaryFolder()
    #expect(throws: SoundFileError.self) { try Self.create(directory.path("a\0b")) }
    #expect(throws: SoundFileError.self) {
      _ = try SoundFileReader(opening: directory.path("a\0b")).frames
    }
    #expect(directory.names() == [])
  }

  @Test("a name of any characters is taken as it is")
  func anyName() throws {
    let directory = try TemporaryFolder()
    for name in ["ä ö\n", "%n%s", "日本", "-"] {
      try Self.create(directory.path(name))
      #expect(directory.names().contains(name))
    }
  }

  @Test("the mode of a file is 0666 less the umask")
  func mode() throws {
    let directory = try TemporaryFolder()
    try Self.create(directory.path("a"))
    let mask = umask(0)
    umask(mask)
    var status = stat()
    #expect(unsafe stat(directory.path("a"), &status) == 0)
    #expect(status.st_mode & 0o777 == 0o666 & ~mask)
  }

  @Test("FLAC takes no G.711 and no float, and the rest takes all")
  func possible() throws {
    for container in SoundFileFormat.Container.allCases {
      for subtype in SoundFileFormat.Subtype.allCases {
        #expect(
          SoundFileFormat.isPossible(container, subtype)
            == (container != .flac || subtype == .pcm16 || subtype == .pcm24))
      }
    }
    let directory = try TemporaryFolder()
    let format = SoundFileFormat(
      container: .flac, subtype: .ulaw, sampleRate: 8000, channels: 1)
    #expect(throws: SoundFileError.impossibleFormat(format)) {
      try SoundFileWriter(creating: directory.path("a"), format: format).finish()
    }
    #expect(directory.names() == [])
    #expect(
      "\(SoundFileError.impossibleFormat(format))"
        == "a flac file cannot hold ulaw audio with 1 channel at 8000 Hz")
    for (rate, channels) in [(0, 1), (8000, 0), (-5, 1), (8000, -1), (.max, 1), (8000, .max)] {
      #expect(!SoundFileFormat(sampleRate: rate, channels: channels).isPossible)
    }
  }

  @Test("a suspended file that was replaced is not written to")
  func replaced() throws {
    let directory = try TemporaryFolder()
    let path = directory.path("a.wav")
    var writer = try SoundFileWriter(creating: path, format: Self.format)
    try writer.suspend()
    #expect(unsafe rename(path, directory.path("b.wav")) == 0)
    try Self.create(path)
    let before = contents(path)
    var failure: SoundFileError?
    do throws(SoundFileError) { try writer.write(([1, 2] as [Int16]).span) } catch {
      failure = error
    }
    #expect(
      failure == .writeFailed(path: path, reason: "another file has taken its place"))
    #expect(contents(path) == before)
  }

  @Test("what is no sound file cannot be read")
  func unreadable() throws {
    let directory = try TemporaryFolder()
    #expect(
      throws: SoundFileError.cannotRead(path: "/nonexistent", reason: "No such file or directory")
    ) { _ = try SoundFileReader(opening: "/nonexistent").frames }
    let path = directory.path("a.txt")
    let file = unsafe fopen(path, "w")
    unsafe fputs("hello", file)
    unsafe fclose(file)
    #expect(throws: SoundFileError.self) { _ = try SoundFileReader(opening: path).frames }
  }
}
