import Foundation
import TestSupport
import Testing

@Suite("rtp2wav synth", .waitsForOthers)
struct SynthTests {
  @Test("a call with digits and impairments becomes a trace that the program reads")
  func call() async throws {
    let scratch = try Scratch()
    #expect(
      try await scratch.run("prompt", "a.wav", "tone:440,for=3s", "--rate", "16000").status == 0)
    let made = try await scratch.run(
      "synth", "a.wav", "a.pcapng", "--codec", "PCMA", "--sip", "--reverse", "silence:3s",
      "--dtmf", "159D@1s", "--loss", "2%", "--jitter", "5ms", "--vlan", "12", "--seed", "3",
      "--start", "2024-02-29T12:00:00Z", "--src", "[2001:db8::1]:4000")
    #expect(made.status == 0, "\(made.lines)")
    #expect(made.output.isEmpty && made.errors.isEmpty)
    let read = try await scratch.run("a.pcapng", "out", "--json")
    #expect(read.status == 0)
    #expect(read.text.contains("\"events\": \"159D\""))
    #expect(read.text.contains("\"start_time\": \"2024-02-29T12:00:00."))
    #expect(read.text.contains("\"codec\": \"PCMA\""))
  }

  @Test("another decoder hears the digits in the audio")
  func inband() async throws {
    let scratch = try Scratch()
    #expect(
      try await scratch.run(
        "synth", "silence:1s", "a.pcap", "--dtmf", "0123456789*#ABCD@500ms,on=60ms,off=60ms",
        "--dtmf-by", "inband"
      ).status == 0)
    #expect(try await scratch.run("a.pcap", "out").status == 0)
    let heard = try await scratch.shell("multimon-ng -q -a DTMF -t wav out/*.wav 2>/dev/null")
    #expect(heard.text.split(separator: "\n").compactMap(\.last) == Array("0123456789*#ABCD"))
  }

  @Test("an option may stand before the command, and another seed is another trace")
  func seeds() async throws {
    let scratch = try Scratch()
    #expect(try await scratch.run("--sip", "synth", "silence:1s", "a.pcap").status == 0)
    #expect(try await scratch.run("synth", "silence:1s", "b.pcap", "--sip").status == 0)
    #expect(
      try await scratch.run("synth", "silence:1s", "c.pcap", "--sip", "--seed", "2").status == 0)
    #expect(try scratch.data("a.pcap") == scratch.data("b.pcap"))
    #expect(try scratch.data("a.pcap") != scratch.data("c.pcap"))
  }

  /// Keys of 30 and of 46 bytes.
  private static let key = String(repeating: "AQID", count: 10)
  private static let longKey = String(repeating: "AQID", count: 15) + "AQ=="

  static let mistakes: [([String], Int32, String)] = [
    (["in.wav"], 64, "Missing expected argument '<out.pcap>'"),
    (["none.wav", "a.pcap"], 66, "none.wav: cannot be read"),
    (["in.wav", "no/a.pcap"], 73, "no/a.pcap: cannot be created"),
    (["in.wav", "in.wav"], 73, "in.wav: already exists"),
    (["", "a.pcap"], 64, "an input has no name"),
    (["in.wav", "a.pcap", "--ptime", "x"], 64, "takes 1 to 200 ms"),
    (["in.wav", "a.pcap", "--seed", "-1"], 64, "takes a whole number from 0 on"),
    (["in.wav", "a.pcap", "--vlan", "70000"], 64, "takes 1 to 4094"),
    (["in.wav", "a.pcap", "--burst", "many"], 64, "takes 1 packet or more"),
    (["silence:2h", "a.pcap"], 64, "takes a length above 0"),
    (["in.wav", "a.pcap", "--codec", "EVS"], 64, "there are PCMU, PCMA, G722, opus"),
    (["in.wav", "a.pcap", "--codec", "G722/44100"], 64, "G722 cannot have 44100 Hz"),
    (["in.wav", "a.pcap", "--ptime", "0"], 64, "--ptime takes 1 to 200 ms"),
    (["in.wav", "a.pcap", "--codec", "opus", "--ptime", "30"], 64, "2.5, 5, 10, 20, 40 or 60"),
    (["in.wav", "a.pcap", "--ptime", "2.3333"], 64, "cannot last that long"),
    (["in.wav", "a.pcap", "--codec", "G722", "--ptime", "1.0625"], 64, "multiples of 2"),
    (["in.wav", "a.pcap", "--codec", "L16", "--ptime", "20"], 64, "pass a smaller --ptime"),
    (["in.wav", "a.pcap", "--pt", "128"], 64, "--pt takes 0 to 127"),
    (["in.wav", "a.pcap", "--seq", "65536"], 64, "--seq takes 0 to 65535"),
    (["in.wav", "a.pcap", "--ssrc", "-1"], 64, "--ssrc takes 0 to 4294967295"),
    (["in.wav", "a.pcap", "--src", "10.0.0.1"], 64, "--src takes 192.0.2.1:4000"),
    (["in.wav", "a.pcap", "--src", "1.2.3.4:5", "--dst", "[::1]:5"], 64, "both be IPv4 or both"),
    (["in.wav", "a.pcap", "--vlan", "4095"], 64, "--vlan takes 1 to 4094"),
    (["in.wav", "a.pcap", "--start", "soon"], 64, "--start takes 2020-01-01"),
    (["in.wav", "a.pcap", "--start", "2020-01-01T00:00:00Z."], 64, "--start takes 2020-01-01"),
    (["in.wav", "a.pcap", "--start", "2021-02-29T00:00:00Z"], 64, "--start takes 2020-01-01"),
    (["in.wav", "a.pcap", "--loss", "2"], 64, "--loss takes 0% to 100%"),
    (["in.wav", "a.pcap", "--loss", "5%", "--burst", "0"], 64, "--burst takes 1 or more"),
    (["in.wav", "a.pcap", "--loss", "90%", "--burst", "2"], 64, "bursts of at least 9 packets"),
    (
      ["in.wav", "a.pcap", "--dtmf", "1@0s,level=0", "--dtmf-by", "inband"], 64,
      "overloads the audio"
    ),
    (["in.wav", "a.pcap", "--jitter", "fast"], 64, "--jitter takes a time"),
    (["in.wav", "a.pcap", "--dtmf", "12E@1s"], 64, "'E' is no DTMF digit"),
    (["in.wav", "a.pcap", "--dtmf-by", "info"], 64, "'info' is invalid for '--dtmf-by"),
    (["in.wav", "a.pcap", "--event-pt", "0"], 64, "is the audio's payload type"),
    (["in.wav", "a.pcap", "--fault", "end-missing"], 64, "needs that digit"),
    (["in.wav", "a.pcap", "--fault", "end-mising"], 64, "there is timestamp-changed"),
    (["in.wav", "a.pcap", "--change-codec", "opus@1s"], 64, "they must be equal"),
    (["in.wav", "a.pcap", "--codec", "opus", "--silence", "cn"], 64, "--fmtp usedtx=1"),
    (["in.wav", "a.pcap", "--pt", "13", "--silence", "cn"], 64, "payload type of comfort noise"),
    (
      ["in.wav", "a.pcap", "--srtp", "AES_CM_512_HMAC_SHA1_80"], 64,
      "AES_CM_512_HMAC_SHA1_80 is not"
    ),
    (
      ["in.wav", "a.pcap", "--srtp", key], 64, "no crypto-suite has this name; known are AES_CM_128"
    ),
    (["in.wav", "a.pcap", "--srtp", "inline:\(key)"], 64, "--srtp takes SUITE or SUITE:KEY"),
    (["in.wav", "a.pcap", "--srtp", "AES_CM_128_HMAC_SHA1_80:\(longKey)"], 64, "has 30 bytes"),
    (["in.wav", "a.pcap", "--srtp", "AEAD_AES_256_GCM:\(key)!"], 64, "--srtp: not a key"),
  ]

  @Test("mistakes are said and leave nothing behind", arguments: mistakes)
  func mistake(_ words: [String], _ status: Int32, _ message: String) async throws {
    let scratch = try Scratch()
    #expect(try await scratch.run("prompt", "in.wav", "silence:1s").status == 0)
    let outcome = try await scratch.run(["synth"] + words)
    #expect(outcome.status == status)
    #expect(outcome.says(message), "\(outcome.lines)")
    #expect(!outcome.says("AQIDAQID"))
    #expect(outcome.isPrefixed)
    #expect(scratch.names("") == ["in.wav"])
  }

  @Test("what is no regular file is not replaced by one")
  func device() async throws {
    let scratch = try Scratch()
    _ = try await scratch.shell("mkfifo pipe")
    let outcome = try await scratch.run("synth", "silence:1s", "pipe", "--overwrite")
    #expect(outcome.status == 73)
    #expect(outcome.says("pipe: is no regular file"))
    #expect(try await scratch.shell("test -p pipe").status == 0)
  }

  @Test("a disk that is full is status 74, and nothing is left behind", .enabled(if: getuid() == 0))
  func fullDisk() async throws {
    let scratch = try Scratch()
    try scratch.makeFolder("disk")
    // In mounts of its own, which end with it.
    let made = try await scratch.shell(
      """
      exec unshare -m bash -c '
        mount -t tmpfs -o size=64k none disk
        "$0" synth noise:white,for=10s disk/a.pcap; echo $?
        "$0" prompt disk/a.wav noise:white,for=10s; echo $?
        ls -A disk' "$0"
      """)
    #expect(made.text == "74\n74\n")
    #expect(made.says("disk/a.pcap: writing failed: No space left on device"))
  }

  @Test("a file that is longer than an hour is refused, but a part of it can be taken")
  func part() async throws {
    let scratch = try Scratch()
    _ = try await scratch.shell(
      "head -c 57616000 /dev/zero | sox -t raw -e signed -b 16 -r 8000 -c 1 - long.flac")
    let whole = try await scratch.run("synth", "long.flac", "a.pcap")
    #expect(whole.status == 64)
    #expect(whole.says("long.flac: is longer than an hour; take a part of it"))
    #expect(!scratch.exists("a.pcap"))
    let part = try await scratch.run("synth", "file:long.flac,from=2s,for=1s", "a.pcap")
    #expect(part.status == 0, "\(part.lines)")
    // 50 packets of 160 bytes of audio, behind 54 of headers and 16 of the record.
    #expect(try scratch.data("a.pcap").count == 24 + 50 * 230)
  }
}
