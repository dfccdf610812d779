import Foundation
import TestSupport
import Testing

@testable import Files

@Suite("A path that may lead to a stream")
struct GrowingFileStreamTests {
  private static func write(_ text: String, to path: String) throws(FileError) {
    try GrowingFile(replacingOrStreamingTo: path).write { $0(Array(text.utf8).span) }
  }

  @Test("files and links are replaced, and nothing is written through a link")
  func files() throws {
    let scratch = try TemporaryFolder()
    try scratch.write("precious".utf8, to: "victim")
    try scratch.write("old, and longer than what is new".utf8, to: "old")
    try scratch.makeLink("link", to: scratch.path("victim"))
    try scratch.makeLink("nowhere", to: scratch.path("none"))
    for name in ["new", "old", "link", "nowhere"] {
      try Self.write("fresh", to: scratch.path(name))
      #expect(scratch.text(name) == "fresh")
      #expect(scratch.kind(name) == .typeRegular)
    }
    #expect(scratch.text("victim") == "precious")
    #expect(scratch.names() == ["link", "new", "nowhere", "old", "victim"])
  }

  @Test("a link to a device is replaced, too")
  func linkToDevice() throws {
    let scratch = try TemporaryFolder()
    try FileManager.default.createSymbolicLink(
      atPath: scratch.path("link"), withDestinationPath: "/dev/full")
    try Self.write("fresh", to: scratch.path("link"))
    #expect(scratch.text("link") == "fresh")
  }

  @Test("a named pipe is written to, and stays one")
  func namedPipe() throws {
    let scratch = try TemporaryFolder()
    try #require(unsafe mkfifo(scratch.path("pipe"), 0o600) == 0)
    // Open both ways, so that nobody need wait.
    let reader = unsafe FileDescriptor(owning: open(scratch.path("pipe"), O_RDWR))
    try Self.write("through", to: scratch.path("pipe"))
    var bytes = [UInt8](repeating: 0, count: 100)
    var span = bytes.mutableSpan
    #expect(try reader.read(into: &span) == 7)
    #expect(bytes.starts(with: "through".utf8))
    #expect(scratch.names() == ["pipe"])
    #expect(scratch.kind("pipe") == .typeUnknown)
  }

  @Test("a device is written to")
  func device() throws {
    try Self.write("gone", to: "/dev/null")
    #expect(FileManager.default.fileExists(atPath: "/dev/null"))
    #expect(!FileManager.default.fileExists(atPath: "/dev/null.part"))
    #expect(throws: FileError(.write, "/dev/full", .system(ENOSPC))) {
      try Self.write("too much", to: "/dev/full")
    }
  }

  @Test(
    "an open descriptor is written to where it stands", arguments: ["/dev/fd/", "/proc/self/fd/"])
  func descriptor(_ folder: String) throws {
    let scratch = try TemporaryFolder()
    let file = try FileDescriptor(creating: scratch.path("a"))
    try file.write(Array("first, ".utf8).span)
    try Self.write("second", to: folder + "\(file.number)")
    try file.write(Array(", third".utf8).span)
    #expect(scratch.text("a") == "first, second, third")
    #expect(scratch.names() == ["a"])
    for wrong in ["99999", "-1", "x", ""] {
      #expect(throws: FileError.self) { try Self.write("", to: folder + wrong) }
    }
  }
}
