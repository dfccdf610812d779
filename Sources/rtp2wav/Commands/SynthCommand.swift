import ArgumentParser
import FoundationEssentials
import NetworkBytes
import Synthesis

/// `rtp2wav synth`: audio packed into an RTP trace.
struct SynthCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "synth",
    abstract: "Pack audio into an RTP trace, with telephone-events and impairments on request.",
    usage: "rtp2wav synth IN OUT.pcap [options]",
    discussion: """
      IN is a sound file of any rate, or a segment of 'rtp2wav prompt' such as silence:10s, of an
      hour at most.
      Equal arguments and an equal --seed give an equal file. Without --sip it is one that SIPp's
      play_pcap_audio plays.

      EXAMPLES
        rtp2wav synth hello.wav hello.pcap --codec PCMA
        rtp2wav synth silence:5s digits.pcap --dtmf 1234#@1s,on=80ms,off=80ms
        rtp2wav synth hello.wav call.pcapng --codec opus --sip --reverse answer.wav
        rtp2wav synth hello.wav secure.pcap --sip --srtp AES_CM_128_HMAC_SHA1_80
        rtp2wav synth hello.wav bad.pcap --loss 5% --burst 3 --jitter 15ms --reorder 1% --seed 7
        rtp2wav synth silence:5s broken.pcap --dtmf 12@1s --fault end-missing@2 --sip

      SUITES of --srtp
        \(MediaProtection.suites.joined(separator: " "))

      FAULTS of events, by the names of the findings of 'rtp2wav dtmf'
        \(EventFault.allCases.map(\.rawValue).joined(separator: " "))
      """)

  @Argument(
    help: ArgumentHelp("A sound file, or a prompt's segment.", valueName: "in"),
    completion: .file())
  var input: String

  @Argument(
    help: ArgumentHelp("The trace: .pcapng, or else pcap.", valueName: "out.pcap"),
    completion: .file())
  var output: String

  @OptionGroup var stream: StreamOptions
  @OptionGroup var digits: DigitOptions
  @OptionGroup var network: NetworkOptions

  @Option(
    help: ArgumentHelp("What the other party says.", valueName: "in"), completion: .file())
  var reverse: String?

  @Flag(help: "Put the SIP dialog of the call, with SDP, around it.")
  var sip = false

  @Option(
    help: ArgumentHelp(
      """
      Encrypt the media: SRTP, and in the SDP of --sip RTP/SAVP with the keys. KEY, with its salt in \
      base64, hexadecimal or as an SDP has it, is what IN is sent by; any other key follows from --seed.
      """, valueName: "suite[:key]"),
    completion: .list(MediaProtection.suites))
  var srtp: String?

  @Flag(help: "Replace a file that exists.")
  var overwrite = false

  func run() throws {
    try SynthesisFailure.leaving {
      for source in [input, reverse] where overwrite && source == output {
        throw ValidationError("\(output) is an input; the trace needs a name of its own")
      }
      let media = try digits.apply(to: stream.media())
      let (source, destination) = try network.addresses()
      if media.faults.values.contains(where: { $0.contains(.notNegotiated) }), !sip {
        throw ValidationError("--fault not-negotiated needs --sip, whose SDP lacks the events")
      }
      var trace = TraceSynthesis(
        TraceSynthesis.Party(source, try Self.audio(input), media), to: destination)
      if let reverse {
        trace.reply = TraceSynthesis.Party(
          destination, try Self.audio(reverse), stream.reply(to: media))
      }
      trace.impairments = try network.impairments()
      trace.seed = network.seed
      trace.start = try network.startTime()
      trace.vlan = network.vlan
      trace.signals = sip
      trace.protection = try srtp.map { try MediaProtection.parse($0) }
      try trace.write(to: output, TraceFormat.of(output), overwrites: overwrite)
    }
  }

  private static func audio(_ text: String) throws -> Prompt {
    guard !text.isEmpty else {
      throw ValidationError("an input has no name; it takes a sound file, or silence:10s")
    }
    let isFile = FileManager.default.fileExists(atPath: text)
    return Prompt([
      try !isFile && PromptSegment.isSegment(text)
        ? PromptSegment(parsing: text) : PromptSegment.file(text)
    ])
  }
}
