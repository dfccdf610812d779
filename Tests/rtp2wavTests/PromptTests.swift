import Foundation
import TestSupport
import Testing

@Suite("rtp2wav prompt", .waitsForOthers)
struct PromptTests {
  @Test(
    "a file has the samples that sox and ffmpeg hear in it",
    arguments: [
      ("a.wav", ""), ("a.flac", ""), ("a.ulaw", "-t raw -e mu-law -r 8000 -c 1"),
      ("a.alaw", "-t raw -e a-law -r 8000 -c 1"),
      ("a.sln", "-t raw -e signed -b 16 -L -r 8000 -c 1"),
      ("a.sln16", "-t raw -e signed -b 16 -L -r 16000 -c 1"),
    ])
  func formats(_ name: String, _ kind: String) async throws {
    let scratch = try Scratch()
    #expect(
      try await scratch.run("prompt", name, "silence:1s", "tone:440,for=1s,level=-9").status == 0)
    let heard = try await scratch.shell("sox \(kind) \(name) -n trim 1.1 0.8 stat 2>&1")
    let rms = try #require(
      heard.text.split(separator: "\n").first { $0.hasPrefix("RMS     amplitude") }
        .flatMap { $0.split(separator: " ").last }.flatMap { Double($0) })
    // -9 dBm0 is 12.14 dB below the level of a full-scale sine, whose RMS is √½.
    #expect(abs(20 * log10(rms / 0.5.squareRoot()) + 12.14) < 0.1)
    #expect(heard.text.contains("Length (seconds):      0.800000"))
    #expect(scratch.names("") == [name])
  }

  @Test("ffmpeg hears the tone in G.722")
  func g722() async throws {
    let scratch = try Scratch()
    #expect(try await scratch.run("prompt", "a.g722", "tone:1000,for=2s,level=-9").status == 0)
    #expect(try scratch.data("a.g722").count == 16_000)
    let heard = try await scratch.shell(
      "ffmpeg -v info -f g722 -i a.g722 -af volumedetect -f null - 2>&1 | grep mean_volume")
    let level = try #require(
      heard.text.split(separator: " ").dropLast().last.flatMap { Double($0) })
    #expect(abs(level + 15.15) < 0.3, "\(heard.text)")
  }

  @Test("another decoder hears all digits", arguments: ["40ms", "100ms"])
  func digits(_ length: String) async throws {
    let scratch = try Scratch()
    let digits = "1234567890*#ABCD"
    #expect(
      try await scratch.run(
        "prompt", "a.wav", "silence:500ms", "dtmf:\(digits),on=\(length),off=\(length)",
        "silence:500ms"
      ).status == 0)
    let heard = try await scratch.shell("multimon-ng -q -a DTMF -t wav a.wav 2>/dev/null")
    #expect(heard.text.split(separator: "\n").compactMap(\.last) == Array(digits))
  }

  @Test("files of other rates and channels are resampled")
  func file() async throws {
    let scratch = try Scratch()
    _ = try await scratch.shell("sox -n -r 44100 -c 2 in.wav synth 2 sine 440 vol 0.5")
    let run = try await scratch.run("prompt", "a.wav", "file:in.wav,from=500ms,for=1s")
    #expect(run.status == 0, "\(run.lines)")
    let heard = try await scratch.shell("soxi -s -r a.wav; soxi -s a.wav; sox a.wav -n stat 2>&1")
    #expect(heard.text.contains("8000\n"))
    #expect(heard.text.contains("RMS     amplitude:     0.3535"), "\(heard.text)")
    #expect(heard.text.contains("Length (seconds):      1.000000"), "\(heard.text)")
  }

  @Test("equal arguments give equal bytes")
  func equal() async throws {
    let scratch = try Scratch()
    for name in ["a.flac", "b.flac"] {
      #expect(try await scratch.run("prompt", name, "noise:speech,for=1s", "dtmf:1").status == 0)
    }
    #expect(try scratch.data("a.flac") == scratch.data("b.flac"))
  }

  @Test("a script writes a prompt a line, and nothing where one line is wrong")
  func script() async throws {
    let scratch = try Scratch()
    let good =
      "# menu\none.ulaw  dtmf:1 silence:1s\n\n'two words.wav' \"tone:440,for=1s\" --rate 16000\n"
    try scratch.write(Data(good.utf8), to: "p.txt")
    #expect(try await scratch.run("prompt", "@p.txt", "--level", "-20").status == 0)
    #expect(scratch.names("") == ["one.ulaw", "p.txt", "two words.wav"])
    #expect(try scratch.data("one.ulaw").count == 9600)
    #expect(try scratch.data("two words.wav").count == 44 + 32_000)
    #expect(try await scratch.run("prompt", "@p.txt").status == 73)
    try scratch.write(Data("a.wav silence:1s\nb.wav beep:1\n".utf8), to: "bad.txt")
    let bad = try await scratch.run("prompt", "@bad.txt")
    #expect(bad.status == 64)
    #expect(bad.says("bad.txt, line 2: 'beep:1': unknown segment"))
    #expect(!scratch.exists("a.wav"))
    #expect(try await scratch.run("prompt", "@none.txt").status == 66)
  }

  static let mistakes: [([String], Int32, String)] = [
    (["prompt"], 64, "Missing expected argument '<out>'"),
    (["prompt", "a.wav"], 64, "missing SEGMENT"),
    (["prompt", "a.mp3", "silence:1s"], 64, "does not tell the format"),
    (["prompt", "a.wav", "beep:440"], 64, "'beep:440': unknown segment"),
    (["prompt", "a.ulaw", "silence:1s", "--rate", "16000"], 64, "8000 Hz only"),
    (["prompt", "a.wav", "silence:1s", "--rate", "1"], 64, "--rate takes"),
    (["prompt", "a.wav", "silence:1s", "--level", "4"], 64, "--level takes"),
    (["prompt", "a.wav", "silence:1s", "--duck", "3"], 64, "--duck takes 0 dB or less"),
    (["prompt", "a.wav", "silence:1s", "--mix", "tone:440,for=1s"], 64, "SEGMENT@TIME"),
    (["prompt", "a.wav", "file:none.wav"], 66, "none.wav: cannot be read"),
    (["prompt", "no/a.wav", "silence:1s"], 73, "no/a.wav: cannot be created"),
    (["prompt", "no/a.ulaw", "silence:1s"], 73, "no/a.ulaw: cannot be created"),
    (["prompt", "-", "silence:1s", "--format", "wav"], 64, "not the name of a file"),
  ]

  @Test("mistakes are said and leave nothing behind", arguments: mistakes)
  func mistake(_ words: [String], _ status: Int32, _ message: String) async throws {
    let scratch = try Scratch()
    let outcome = try await scratch.run(words)
    #expect(outcome.status == status)
    #expect(outcome.says(message), "\(outcome.lines)")
    #expect(outcome.isPrefixed)
    #expect(scratch.names("").isEmpty)
  }

  @Test("an existing file is left alone, unless it may be replaced")
  func exists() async throws {
    let scratch = try Scratch()
    try scratch.write(Data("mine".utf8), to: "a.wav")
    let outcome = try await scratch.run("prompt", "a.wav", "silence:1s")
    #expect(outcome.status == 73)
    #expect(try scratch.data("a.wav") == Data("mine".utf8))
    #expect(try await scratch.run("prompt", "a.wav", "silence:1s", "--overwrite").status == 0)
    #expect(try scratch.data("a.wav").count == 16_044)
    #expect(scratch.names("") == ["a.wav"])
  }
}
