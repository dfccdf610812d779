import ArgumentParser
import Files
import Glibc

/// The program: its commands, and what is common to them.
@main
struct Rtp2wav: ParsableCommand {
  private static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "rtp2wav",
    abstract: "Hear and check the voice in network traces.",
    usage: """
      rtp2wav TRACE... OUTDIR        one WAV per RTP stream, and OUTDIR/streams.json
      rtp2wav streams TRACE...       lists the RTP streams
      rtp2wav dtmf INPUT...          finds DTMF digits, and judges them
      rtp2wav prompt OUT SEGMENT...  writes an audio prompt
      rtp2wav synth IN OUT.pcap      packs audio into an RTP trace
      """,
    discussion: """
      EXAMPLES
        rtp2wav trace.pcap out/
        rtp2wav ring_*.pcap out/ --layout call --rate 16000
        tcpdump -i any -U -w - udp | rtp2wav - out/
        rtp2wav trace.pcap out/ --rtpmap 111=opus/48000/2 --fmtp '111 useinbandfec=1'
        rtp2wav -i eth0 -f 'udp portrange 10000-20000' out/
        rtp2wav streams trace.pcap --json | jq '.streams[].ssrc'
        rtp2wav dtmf trace.pcap --expect 1234#
        rtp2wav prompt digits.wav silence:1s dtmf:1234#
        rtp2wav synth digits.wav digits.pcap --codec PCMA --loss 2%

      'rtp2wav extract --help' and so on list the options of a command.

      EXIT STATUS
        0    done
        1    done, but the trace has no RTP audio, or the digits are not as they should be
        64   usage
        65   the input is not a capture, or damaged: what stands before is used
        66   an input is missing or unreadable
        69   a library that all of the work needs is missing
        73   an output exists or cannot be created
        74   an input or output error on the way
        130  ended by SIGINT; 143 by SIGTERM: what was read is finished
      """,
    version: version,
    subcommands: [
      ExtractCommand.self, StreamsCommand.self, DTMFCommand.self, PromptCommand.self,
      SynthCommand.self,
    ],
    defaultSubcommand: ExtractCommand.self)

  static func main() {
    StandardStream.openAll()
    let words = CommandWords.commandFirst(Array(CommandLine.arguments.dropFirst()))
    // Answered here: the parser looks up a hundred types first.
    if words == ["--version"] {
      Terminal.answer(version + "\n")
      Glibc.exit(0)
    }
    if let script = CompletionScript.requested(by: words) {
      Terminal.answer(script + "\n")
      Glibc.exit(0)
    }
    do {
      var command = try parseAsRoot(words)
      try command.run()
    } catch let status as ExitStatus {
      Glibc.exit(status.code)
    } catch {
      leave(with: error, words)
    }
  }

  /// The names that a first word may have.
  static var commandNames: [String] { configuration.subcommands.map { $0._commandName } }

  /// Ends the program with the parser's message: help on stdout, a usage error on stderr.
  private static func leave(with error: any Error, _ words: [String]) -> Never {
    guard !exitCode(for: error).isSuccess else {
      Terminal.answer(fullMessage(for: error) + "\n")
      Glibc.exit(0)
    }
    for line in message(for: error).split(separator: "\n") { Terminal.message(String(line)) }
    let command = words.first.flatMap { commandNames.contains($0) ? $0 : nil } ?? "extract"
    Terminal.message("see 'rtp2wav \(command) --help'")
    Glibc.exit(ExitStatus.usage.code)
  }
}
