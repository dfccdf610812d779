import Foundation
import TestSupport
import Testing

@testable import Files

@Suite("A folder")
struct FolderTests {
  private let scratch: TemporaryFolder

  init() throws { scratch = try TemporaryFolder() }

  private func refusal(_ path: String) -> FileError? {
    do throws(FileError) {
      _ = try Folder(making: path)
      return nil
    } catch {
      return error
    }
  }

  @Test("is made with its parents", arguments: ["new", "a/b/c", "a//b/", "./x", "a/../y"])
  func made(_ name: String) throws {
    let folder = try Folder(making: scratch.path("") + "/" + name)
    try folder.write("file", replaces: false) { $0(Array("text".utf8).span) }
    #expect(try Set(folder.names()) == [".", "..", "file"])
    #expect(scratch.text(name + "/file") == "text")
  }

  @Test("that cannot be made tells the system's reason")
  func impossible() throws {
    try scratch.write("".utf8, to: "file")
    #expect(refusal(scratch.path("file")) == FileError(.open, scratch.path("file"), .isNoFolder))
    let long = scratch.path(String(repeating: "x", count: 300))
    for (path, reason) in [
      (scratch.path("file/below"), ENOTDIR), ("/proc/rtp2wav", ENOENT),
      ("/proc/rtp2wav/below", ENOENT), (long, ENAMETOOLONG),
    ] {
      #expect(refusal(path) == FileError(.create, path, .system(reason)))
    }
    #expect(
      "\(FileError(.create, "a", .system(ENOTDIR)))" == "a: cannot be created: Not a directory")
  }

  @Test("a finished file takes its name", arguments: [false, true])
  func complete(_ replaces: Bool) throws {
    let folder = try Folder(making: scratch.path)
    try scratch.write("audio".utf8, to: "a.part")
    try folder.complete("a.part", as: "a.wav", replaces: replaces)
    #expect(scratch.text("a.wav") == "audio")
    #expect(scratch.names() == ["a.wav"])
  }

  @Test("a file that came to be there meanwhile stays, and the part, too")
  func taken() throws {
    let folder = try Folder(making: scratch.path)
    try scratch.write("mine".utf8, to: "a.wav")
    try scratch.write("audio".utf8, to: "a.part")
    #expect(throws: FileError(.name, scratch.path("a.wav"), .system(EEXIST))) {
      try folder.complete("a.part", as: "a.wav", replaces: false)
    }
    #expect(scratch.text("a.wav") == "mine")
    #expect(scratch.text("a.part") == "audio")
    try folder.complete("a.part", as: "a.wav", replaces: true)
    #expect(scratch.text("a.wav") == "audio")
  }

  @Test("a symbolic link at the final name leads nowhere", arguments: [false, true])
  func link(_ replaces: Bool) throws {
    let folder = try Folder(making: scratch.path)
    try scratch.write("precious".utf8, to: "target")
    try scratch.makeLink("a.wav", to: scratch.path("target"))
    try scratch.write("audio".utf8, to: "a.part")
    if replaces {
      try folder.complete("a.part", as: "a.wav", replaces: true)
      #expect(scratch.text("a.wav") == "audio")
    } else {
      #expect(throws: FileError.self) {
        try folder.complete("a.part", as: "a.wav", replaces: false)
      }
    }
    #expect(scratch.text("target") == "precious")
  }

  @Test("a part that is not there is told", arguments: [false, true])
  func missing(_ replaces: Bool) throws {
    let folder = try Folder(making: scratch.path)
    #expect(throws: FileError(.name, scratch.path("a.wav"), .system(ENOENT))) {
      try folder.complete("none.part", as: "a.wav", replaces: replaces)
    }
    folder.remove("none.part")
    #expect(scratch.names() == [])
  }

  @Test("is the same one when its path leads elsewhere")
  func moved() throws {
    let folder = try Folder(making: scratch.path("a"))
    try FileName.move(scratch.path("a"), to: scratch.path("b"))
    try folder.write("file", replaces: false) { _ in }
    #expect(scratch.text("b/file") == "")
    folder.remove("file")
    #expect(scratch.text("b/file") == nil)
  }
}
