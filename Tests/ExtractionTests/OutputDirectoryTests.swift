import Foundation
import TestSupport
import Testing

@testable import Extraction

@Suite("The output folder")
struct OutputDirectoryTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func path(_ name: String) -> String { folder.path(name) }

  private func put(_ text: String, in name: String) throws {
    try folder.write(text.utf8, to: name)
  }

  private func text(_ name: String) -> String? {
    FileManager.default.contents(atPath: path(name)).map { String(decoding: $0, as: UTF8.self) }
  }

  private func refusal(_ path: String, overwrites: Bool = false) -> String? {
    do {
      _ = try OutputDirectory(path, overwrites: overwrites)
      return nil
    } catch {
      guard case .output(let text) = error else { return "another error" }
      return text
    }
  }

  @Test("is made with its parents", arguments: ["new", "a/b/c", "a//b/", "./x", "a/../y"])
  func made(_ name: String) throws {
    let directory = try OutputDirectory(path("") + "/" + name, overwrites: false)
    #expect(throws: Never.self) {
      try FileManager.default.contentsOfDirectory(atPath: directory.path)
    }
  }

  @Test(
    "that holds files of an earlier run is refused, unless they may be overwritten",
    arguments: [
      "streams.json", "streams.json.part", "1a2b3c4d.wav", "1a2b3c4d-2.wav", "1A2B3C4D.flac",
      "1a2b3c4d.wav.part", "1a2b3c4d-12.au", "1a2b3c4d.w64", "1a2b3c4d.rf64", "call-1.wav",
      "call-12.flac",
    ])
  func earlierRun(_ name: String) throws {
    try put("kept", in: name)
    #expect(refusal(folder.path)?.contains(name) == true)
    #expect(text(name) == "kept")
    #expect(refusal(folder.path, overwrites: true) == nil)
  }

  @Test(
    "that holds other files is none of them",
    arguments: [
      "notes.txt", "music.wav", "1a2b3c4.wav", "1a2b3c4d5.wav", "1a2b3c4d-x.wav", "call-x.wav",
      "1a2b3c4d-2-3.wav", "1a2b3c4g.wav", "streams.json.bak", "download.part", ".part", ".wav",
      "1a2b3c4d.mp3", "wav",
    ])
  func otherFiles(_ name: String) throws {
    try put("kept", in: name)
    #expect(refusal(folder.path) == nil)
    #expect(refusal(folder.path, overwrites: true) == nil)
    #expect(text(name) == "kept")
  }

  @Test("a file in its place, or in that of a parent, is said to be there")
  func file() throws {
    try put("", in: "file")
    #expect(refusal(path("file"))?.hasSuffix("is not a folder") == true)
    #expect(refusal(path("file/below"))?.contains("cannot be created") == true)
    #expect(text("file") == "")
  }

  @Test("where none can be made, the system's reason is told")
  func impossible() {
    #expect(refusal("/proc/rtp2wav")?.contains("cannot be created") == true)
    #expect(refusal("/proc/rtp2wav/below")?.contains("cannot be created") == true)
    #expect(refusal(path(String(repeating: "x", count: 300)))?.contains("name too long") == true)
  }

  @Test(
    "that cannot be written is refused", .enabled(if: geteuid() != 0, "root may write anywhere"))
  func readOnly() throws {
    try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder.path)
    #expect(refusal(folder.path)?.contains("ermission denied") == true)
    #expect(refusal(path("new"))?.contains("ermission denied") == true)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
  }

  @Test("a finished file takes its name")
  func complete() throws {
    let directory = try OutputDirectory(folder.path, overwrites: false)
    for overwrites in [false, true] {
      let name = "\(overwrites).wav"
      try put("audio", in: "a.part")
      try directory.complete("a.part", as: name, overwrites: overwrites)
      #expect(text(name) == "audio")
      #expect(text("a.part") == nil)
    }
  }

  @Test("a file that came to be there meanwhile stays, and the part, too")
  func taken() throws {
    let directory = try OutputDirectory(folder.path, overwrites: false)
    try put("mine", in: "a.wav")
    try put("audio", in: "a.part")
    #expect(throws: ExtractionError.self) {
      try directory.complete("a.part", as: "a.wav", overwrites: false)
    }
    #expect(text("a.wav") == "mine")
    #expect(text("a.part") == "audio")
    try directory.complete("a.part", as: "a.wav", overwrites: true)
    #expect(text("a.wav") == "audio")
  }

  @Test("a symbolic link at the final name leads nowhere", arguments: [false, true])
  func link(_ overwrites: Bool) throws {
    let directory = try OutputDirectory(folder.path, overwrites: overwrites)
    try put("precious", in: "target")
    try folder.makeLink("a.wav", to: path("target"))
    try put("audio", in: "a.part")
    if overwrites {
      try directory.complete("a.part", as: "a.wav", overwrites: true)
      #expect(text("a.wav") == "audio")
    } else {
      #expect(throws: ExtractionError.self) {
        try directory.complete("a.part", as: "a.wav", overwrites: false)
      }
    }
    #expect(text("target") == "precious")
  }

  @Test("a part that is not there is told")
  func missing() throws {
    let directory = try OutputDirectory(folder.path, overwrites: false)
    for overwrites in [false, true] {
      #expect(throws: ExtractionError.self) {
        try directory.complete("none.part", as: "a.wav", overwrites: overwrites)
      }
    }
    directory.remove("none.part")
  }
}
