import Foundation
import TestSupport
import Testing

@Suite("Filters and live capture", .waitsForOthers)
struct LiveTests {
  @Test("a filter narrows what is read")
  func filter() async throws {
    let scratch = try Scratch()
    #expect(try await scratch.run(Trace.path("sip-g711.pcap"), "all").status == 0)
    let whole = try scratch.report("all")
    let port = whole.streams[0].src.split(separator: ":").last.map(String.init) ?? ""
    let outcome = try await scratch.run(
      Trace.path("sip-g711.pcap"), "out", "-f", "udp src port \(port)")
    #expect(outcome.status == 0)
    let report = try scratch.report()
    #expect(report.streams.count == 1)
    #expect(report.streams[0].ssrc == whole.streams[0].ssrc)
    #expect(report.streams[0].packets == whole.streams[0].packets)
  }

  static let mistakes: [([String], String)] = [
    (["wrap.pcap", "out", "-f", "udp prot 5060"], "syntax error"),
    (["wrap.pcap", "out", "-i", "lo"], "wrap.pcap cannot be read as well"),
    (["wrap.pcap", "out", "--duration", "5"], "--duration is for a live capture"),
    (["-i", "lo", "out", "--duration", "0"], "--duration takes"),
    (["-i", "lo", "out", "--count", "0"], "--count takes"),
    (["-i", "lo"], "missing"), (["dtmf"], "missing INPUT"),
    (["dtmf", "-i", "lo", "wrap.pcap"], "wrap.pcap cannot be read as well"),
  ]

  @Test("what does not go together is a usage error", arguments: mistakes)
  func usage(_ words: [String], _ message: String) async throws {
    let scratch = try Scratch()
    try scratch.write(Trace("wrap.pcap").data, to: "wrap.pcap")
    let outcome = try await scratch.run(words)
    #expect(outcome.status == 64)
    #expect(outcome.says(message), "\(outcome.lines)")
    #expect(outcome.isPrefixed)
    #expect(!scratch.exists("out"))
  }

  @Test("an interface that is not there is status 66")
  func missing() async throws {
    let scratch = try Scratch()
    let outcome = try await scratch.run("-i", "none0", "out")
    #expect(outcome.status == 66)
    #expect(outcome.says("none0: "))
    #expect(outcome.isPrefixed)
    #expect(!scratch.exists("out"))
  }

  @Test("interfaces are listed", .enabled(if: getuid() == 0))
  func list() async throws {
    let outcome = try await Scratch().run("-D")
    #expect(outcome.status == 0)
    #expect(outcome.text.contains(". lo ("))
  }

  @Test("--count ends after so many packets of a file, too")
  func count() async throws {
    let scratch = try Scratch()
    #expect(try await scratch.run(Trace.path("wrap.pcap"), "out", "--count", "50").status == 0)
    #expect(try scratch.report().packets.total == 50)
  }

  /// Sends RTP over loopback from bash, a packet each 20 ms.
  private static let sender = """
    exec 3>/dev/udp/239.1.1.1/46002
    for n in $(seq 1 60); do
      head=$(printf '\\\\x80\\\\x00\\\\x00\\\\x%02x\\\\x00\\\\x00\\\\x%02x\\\\x%02x' \
        $n $((n * 160 / 256)) $((n * 160 % 256)))
      printf "$head"'\\x0a\\x0b\\x0c\\x0d'"$(printf '\\\\xd5%.0s' $(seq 160))" >packet
      # In one write: bash itself would write up to each line end.
      cat packet >&3
      sleep 0.02
    done
    """

  /// Waits until the program has its packet socket, which the network of its own shows.
  private static let untilListening =
    "for try in $(seq 600); do (($(wc -l </proc/net/packet) > 1)) && break; sleep 0.1; done; sleep 0.3"

  @Test(
    "what comes over an interface becomes files when the capture is ended",
    .enabled(if: getuid() == 0), arguments: ["SIGINT", "--duration", "--count"])
  func live(_ end: String) async throws {
    let scratch = try Scratch()
    // In a network of its own, so that nothing else is heard, and other runs do not disturb.
    let options =
      end == "SIGINT" ? "" : end == "--count" ? "--count 60 --duration 120" : "--duration 6"
    let outcome = try await scratch.shell(
      """
      exec unshare -n bash -c '
        ip link set lo up
        # Nobody refuses what goes to a group.
        ip route add 239.0.0.0/8 dev lo
        "$0" -i lo -f "udp port 46002" out \(options) & program=$!
        \(Self.untilListening)
        . ./sender
        \(end == "SIGINT" ? "sleep 0.3; kill -INT $program" : "")
        wait $program' "$0"
      """.replacingOccurrences(of: ". ./sender", with: "bash sender"), sender: Self.sender)
    #expect(outcome.status == 0, "\(outcome.lines)")
    let report = try scratch.report()
    #expect(!report.interrupted)
    #expect(report.streams.count == 1)
    #expect(report.streams.first?.ssrc == "0x0a0b0c0d")
    let packets = try #require(report.streams.first?.packets)
    // How much a slow machine sends before the time is over, nobody knows.
    #expect(end == "--duration" ? (6...60).contains(packets) : packets == 60)
    #expect(report.inputs[0].path == "lo")
    #expect(try scratch.wave("0a0b0c0d.wav").frames == packets * 160)
  }

  @Test(
    "dtmf judges what comes over an interface when the capture is ended",
    .enabled(if: getuid() == 0), arguments: ["SIGINT", "--count 154 --duration 120"])
  func digits(_ end: String) async throws {
    let scratch = try Scratch()
    // Digits as telephone-events (RFC 4733, section 2.5), sent again from a trace of the generator's.
    let call = Trace.path("dtmf-events.pcap")
    let options = end == "SIGINT" ? "" : end
    let outcome = try await scratch.shell(
      """
      exec unshare -n bash -c '
        ip link add left type veth peer name right
        ip link set left up && ip link set right up
        "$0" dtmf -i right -f udp \(options) --expect-events 1234# --json >answer & program=$!
        \(Self.untilListening)
        python3 sender "\(call)"
        \(end == "SIGINT" ? "sleep 0.3; kill -INT $program" : "")
        wait $program' "$0"
      """, sender: Self.replay)
    #expect(outcome.status == 0, "\(outcome.lines)")
    let text = String(decoding: try scratch.data("answer"), as: UTF8.self)
    #expect(text.contains("\"rtp2wav.dtmf/1\""))
    #expect(text.contains("\"consistent\""))
  }

  /// Sends the frames of a pcap in their time on the interface `left`.
  private static let replay = """
    import socket, struct, sys, time
    data = open(sys.argv[1], "rb").read()
    link = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
    link.bind(("left", 0))
    offset, zero = 24, None
    while offset < len(data):
        seconds, rest, count, _ = struct.unpack("<IIII", data[offset:offset + 16])
        now = seconds + rest / 1e6
        zero = zero or (time.monotonic() - now)
        time.sleep(max(0, now + zero - time.monotonic()))
        link.send(data[offset + 16:offset + 16 + count])
        offset += 16 + count
    """
}

extension Scratch {
  /// Runs a script beside a file that holds another.
  fileprivate func shell(_ script: String, sender: String) async throws -> Outcome {
    try write(Data(sender.utf8), to: "sender")
    return try await shell(script)
  }
}
