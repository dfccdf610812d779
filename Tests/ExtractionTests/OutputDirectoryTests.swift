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

  private func refusal(_ path: String, overwrites: Bool = false) -> String? {
    do {
      _ = try OutputDirectory(path, overwrites: overwrites)
      return nil
    } catch {
      guard case .output(let text) = error else { return "another error" }
      return text
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
    #expect(folder.text(name) == "kept")
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
    #expect(folder.text(name) == "kept")
  }

  @Test("that cannot be made, or is none, is said so")
  func impossible() throws {
    try put("", in: "file")
    #expect(refusal(path("file")) == path("file") + ": is not a folder")
    #expect(
      refusal(path("file/below")) == path("file/below") + ": cannot be created: Not a directory")
    #expect(folder.text("file") == "")
  }

  @Test(
    "that cannot be written is refused", .enabled(if: geteuid() != 0, "root may write anywhere"))
  func readOnly() throws {
    try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder.path)
    #expect(refusal(folder.path)?.contains("ermission denied") == true)
    #expect(refusal(path("new"))?.contains("ermission denied") == true)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
  }

  @Test(
    "a file whose name is taken is refused by that name; one that cannot be made, by its part's")
  func names() throws {
    let directory = try OutputDirectory(folder.path, overwrites: false)
    try put("mine", in: "a.wav")
    try put("audio", in: "a.part")
    func refusal(_ work: () throws(ExtractionError) -> Void) -> String? {
      do throws(ExtractionError) {
        try work()
        return nil
      } catch {
        guard case .output(let text) = error else { return "another error" }
        return text
      }
    }
    let taken = path("a.wav") + ": File exists"
    #expect(
      refusal { () throws(ExtractionError) in
        try directory.complete("a.part", as: "a.wav", overwrites: false)
      } == taken)
    #expect(
      refusal { () throws(ExtractionError) in
        try directory.write("a.wav", overwrites: false) { _ in }
      } == taken)
    #expect(
      refusal { () throws(ExtractionError) in
        try directory.write("a", overwrites: false) { _ in }
      } == path("a.part") + ": cannot be created: File exists")
    try directory.complete("a.part", as: "a.wav", overwrites: true)
    #expect(folder.text("a.wav") == "audio")
  }
}
