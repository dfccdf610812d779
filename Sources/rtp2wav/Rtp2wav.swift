import ArgumentParser
import Foundation

/// The program: its commands, and what is common to them.
@main
struct Rtp2wav: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rtp2wav",
    abstract: "Hear and check the voice in network traces.",
    usage: """
      rtp2wav TRACE... OUTDIR        one WAV per RTP stream, and OUTDIR/streams.json
      rtp2wav streams TRACE...       lists the RTP streams
      """,
    discussion: """
      EXAMPLES
        rtp2wav trace.pcap out/
        rtp2wav ring_*.pcap out/ --layout call --rate 16000
        tcpdump -i any -U -w - udp | rtp2wav - out/
        rtp2wav trace.pcap out/ --rtpmap 111=opus/48000/2 --fmtp '111 useinbandfec=1'
        rtp2wav streams trace.pcap --json | jq '.streams[].ssrc'

      EXIT STATUS
        0 done; 1 done, but the trace has no RTP audio; 64 usage; 65 not a capture, or
        damaged; 66 input missing or unreadable; 73 output exists or cannot be created;
        74 input or output error on the way; 130, 143 ended by a signal.
      """,
    version: "0.1.0",
    subcommands: [ExtractCommand.self, StreamsCommand.self],
    defaultSubcommand: ExtractCommand.self)

  static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    do {
      var command = try parseAsRoot(commandFirst(arguments))
      try command.run()
    } catch let exit as ExitStatus {
      Glibc.exit(exit.code)
    } catch {
      leave(with: error)
    }
  }

  /// Brings a command that stands after its options to the front, where the parser expects it.
  private static func commandFirst(_ arguments: [String]) -> [String] {
    let names = configuration.subcommands.map { $0._commandName }
    guard let index = arguments.firstIndex(where: { !$0.hasPrefix("-") }),
      names.contains(arguments[index]), index > 0
    else { return arguments }
    var sorted = arguments
    sorted.insert(sorted.remove(at: index), at: 0)
    return sorted
  }

  /// Ends the program with the parser's message: help on stdout, a usage error on stderr.
  private static func leave(with error: any Error) -> Never {
    let text = fullMessage(for: error)
    let code = exitCode(for: error)
    if code.isSuccess {
      print(text)
    } else {
      for line in text.split(separator: "\n") where !line.isEmpty {
        let line = line.hasPrefix("Error: ") ? String(line.dropFirst(7)) : String(line)
        Terminal.message(line)
      }
    }
    Glibc.exit(code.isSuccess ? 0 : ExitStatus.usage.code)
  }
}
