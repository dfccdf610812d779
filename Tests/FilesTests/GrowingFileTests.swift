import Foundation
import TestSupport
import Testing

@testable import Files

@Suite("A growing file", .waitsForOthers)
struct GrowingFileTests {
  private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  @Test("has its name only when it is whole", arguments: [false, true])
  func name(_ replaces: Bool) throws {
    let scratch = try TemporaryFolder()
    var file = GrowingFile(scratch.path("a"), replaces: replaces)
    #expect(scratch.names() == [])
    try file.write(Self.bytes("one ").span)
    try file.write(Self.bytes("two").span)
    #expect(scratch.names() == ["a.part"])
    try file.complete()
    #expect(scratch.names() == ["a"])
    #expect(scratch.text("a") == "one two")
  }

  @Test("that is dropped before leaves nothing, not even of what another wrote")
  func dropped() throws {
    let scratch = try TemporaryFolder()
    func drop(_ text: String) throws {
      var file = GrowingFile(scratch.path("a"), replaces: true)
      if text.isEmpty {
        try scratch.write("by another".utf8, to: "a.part")
      } else {
        try file.write(Self.bytes(text).span)
      }
      #expect(scratch.names() == ["a.part"])
      #expect(!file.part.isEmpty)
    }
    try drop("half")
    #expect(scratch.names() == [])
    try drop("")
    #expect(scratch.names() == [])
  }

  @Test("may be written by another, under the name of its part")
  func byAnother() throws {
    let scratch = try TemporaryFolder()
    var file = GrowingFile(scratch.path("a"), replaces: false)
    #expect(file.part == scratch.path("a.part"))
    try scratch.write("by another".utf8, to: "a.part")
    try file.complete()
    #expect(scratch.text("a") == "by another")
    #expect(scratch.names() == ["a"])
  }

  @Test("that is dropped leaves a part that another writer found taken")
  func disowned() throws {
    let scratch = try TemporaryFolder()
    func drop() throws {
      var file = GrowingFile(scratch.path("a"), replaces: false)
      try scratch.write("of another run".utf8, to: "a.part")
      file.disownPart()
    }
    try drop()
    #expect(scratch.text("a.part") == "of another run")
  }

  @Test("that a full disk cuts leaves nothing")
  func fullDisk() async {
    await #expect(processExitsWith: .success) {
      let scratch = try TemporaryFolder()
      try scratch.write("old".utf8, to: "a")
      signal(SIGXFSZ, SIG_IGN)
      var bounds = rlimit(rlim_cur: 100, rlim_max: .max)
      _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &bounds)
      let path = scratch.path("a")
      var parts = 0
      #expect(throws: FileError(.write, path, .system(EFBIG))) {
        try GrowingFile(path, replaces: true).write { output in
          for _ in 0..<3 {
            output([UInt8](repeating: 0, count: 70).span)
            parts += 1
          }
        }
      }
      #expect(parts == 3)
      #expect(scratch.names() == ["a"])
      #expect(scratch.text("a") == "old")
    }
  }

  @Test("whose name was taken meanwhile stays a part, unless it may replace")
  func taken() throws {
    let scratch = try TemporaryFolder()
    let path = scratch.path("a")
    #expect(throws: FileError(.name, path, .system(EEXIST))) {
      try GrowingFile(path, replaces: false).write { output in
        _ = try? scratch.write("mine".utf8, to: "a")
        output(Self.bytes("new").span)
      }
    }
    #expect(scratch.text("a") == "mine")
    #expect(scratch.text("a.part") == "new")
    try GrowingFile(path, replaces: true).write { $0(Self.bytes("newer").span) }
    #expect(scratch.text("a") == "newer")
    #expect(scratch.names() == ["a"])
  }

  @Test("never goes through a symbolic link", arguments: ["a", "a.part"], ["victim", "none"])
  func links(_ name: String, _ target: String) throws {
    let scratch = try TemporaryFolder()
    try scratch.write("precious".utf8, to: "victim")
    try scratch.makeLink(name, to: scratch.path(target))
    #expect(throws: FileError.self) {
      try GrowingFile(scratch.path("a"), replaces: false).write { $0(Self.bytes("new").span) }
    }
    #expect(scratch.kind(name) == .typeSymbolicLink)
    try GrowingFile(scratch.path("a"), replaces: true).write { $0(Self.bytes("new").span) }
    #expect(scratch.text("a") == "new")
    #expect(scratch.kind("a") == .typeRegular)
    #expect(scratch.text("victim") == "precious")
    #expect(scratch.text("none") == nil)
  }

  @Test("where it cannot be made is told before anything is written")
  func impossible() throws {
    var scratch = try TemporaryFolder()
    let path = scratch.path("no/a")
    #expect(throws: FileError(.create, path, .system(ENOENT))) {
      try GrowingFile(path, replaces: true).write { _ in }
    }
    scratch = try TemporaryFolder()
    // What stands in the part's place is none of ours.
    try scratch.write("mine".utf8, to: "a.part")
    #expect(throws: FileError(.create, scratch.path("a"), .system(EEXIST))) {
      try GrowingFile(scratch.path("a"), replaces: false).write { _ in }
    }
    #expect(scratch.text("a.part") == "mine")
  }

  @Test("checks its path before there is anything to write")
  func checks() throws {
    let scratch = try TemporaryFolder()
    try scratch.write("".utf8, to: "taken")
    try scratch.write("".utf8, to: "half.part")
    try scratch.makeLink("link", to: scratch.path("none"))
    for name in ["folder", "below.part"] {
      try FileManager.default.createDirectory(
        atPath: scratch.path(name), withIntermediateDirectories: false)
    }
    try #require(unsafe mkfifo(scratch.path("pipe"), 0o600) == 0)
    func refusal(_ path: String, _ replaces: Bool) -> String? {
      do throws(FileError) {
        try GrowingFile.check(path, replaces: replaces)
        return nil
      } catch {
        return error.description
      }
    }
    for (name, free, replaced) in [
      ("new", nil, nil), ("taken", "taken: already exists", nil),
      ("half", "half.part: already exists", nil), ("link", "link: already exists", nil),
      ("folder", "folder: is a folder", "folder: is a folder"),
      ("below", "below.part: already exists", "below.part: already exists"),
      (
        "pipe", "pipe: is no regular file, and cannot be replaced by one",
        "pipe: is no regular file, and cannot be replaced by one"
      ),
    ] {
      #expect(refusal(scratch.path(name), false) == free.map { scratch.path("") + $0 })
      #expect(refusal(scratch.path(name), true) == replaced.map { scratch.path("") + $0 })
    }
    for path in ["", "a/", "a\0b"] {
      #expect(refusal(path, true) == "'\(path)' is not the name of a file to write")
    }
  }
}
