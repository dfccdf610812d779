import NetworkBytes
import RTP
import TestSupport
import Testing

@testable import Extraction

@Suite("File names")
struct FileNamesTests {
  private static let fields: FileNames.Fields = [
    ("ssrc", "1a2b3c4d"), ("codec", "PCMU"), ("src", "10.0.0.1:4000"),
    ("dst", "[2001:db8::1]:5000"),
    ("call", "a84b4c@pc33.example.com"), ("start", "2020-11-24T10:00:00.000000Z"), ("n", "7"),
    ("evil", "../../etc/passwd\0{ssrc}\n\u{202e}"),
  ]

  @Test(
    "fields are filled in, and only letters, digits, dot, hyphen and underscore stay",
    arguments: [
      ("{ssrc}", "1a2b3c4d"),
      ("{n}-{codec}_{ssrc}", "7-PCMU_1a2b3c4d"),
      ("{src}", "10.0.0.1_4000"),
      ("{dst}", "_2001_db8__1__5000"),
      ("{call}", "a84b4c_pc33.example.com"),
      ("{start}", "2020-11-24T10_00_00.000000Z"),
      ("{n}{n}", "77"),
      ("a/b\\c d", "a_b_c_d"),
      ("caf\u{e9}\u{1F600}", "caf__"),
      ("e\u{301}", "e_"),
      ("{nothing}", "_nothing_"),
      ("{n", "_n"),
      ("{{n}}", "_7_"),
      ("", "_"),
      (".", "_."),
      ("..", "_.."),
      (".hidden", "_.hidden"),
      ("-rf", "-rf"),
    ])
  func fill(_ template: String, _ name: String) {
    #expect(FileNames.fill(template, with: Self.fields) == name)
  }

  @Test("a value is not read as a template, and leads nowhere")
  func values() {
    let name = FileNames.fill("{evil}", with: Self.fields)
    #expect(name == "_../.._etc_passwd__ssrc___".replacing("/", with: "_"))
  }

  @Test("names are cut to what every file system takes")
  func long() {
    let long = String(repeating: "x", count: 10_000)
    let name = FileNames.fill("{a}{a}", with: [("a", long)])
    #expect(name.utf8.count == 200)
    #expect(FileNames.fill(String(repeating: "\u{1F600}", count: 300), with: []).utf8.count == 200)
  }

  @Test("equal names are numbered, and numbers give way to names that are there")
  func collisions() {
    var names = FileNames()
    #expect(["a", "b", "a", "a"].map { names.name($0) } == ["a", "b", "a-2", "a-3"])
    var taken = FileNames()
    #expect(
      ["a-2", "a", "a", "a", "a-2"].map { taken.name($0) } == ["a-2", "a", "a-3", "a-4", "a-2-2"])
  }

  @Test("no two of any names are equal")
  func unique() {
    var random = Randomness(seed: 1)
    let stems = ["a", "a-2", "a-2-2", "a-3", "b"]
    var names = FileNames()
    let given = (0..<500).map { _ in names.name(stems.randomElement(using: &random) ?? "a") }
    #expect(Set(given).count == given.count)
  }

  @Test(
    "an SSRC is eight digits", arguments: [(0, "00000000"), (0xab, "000000ab"), (.max, "ffffffff")])
  func ssrc(_ ssrc: UInt32, _ text: String) {
    let address = SocketAddress(IPAddress(ipv4: 1), port: 1)
    #expect(StreamKey(ssrc: ssrc, source: address, destination: address).ssrcText == text)
  }
}
