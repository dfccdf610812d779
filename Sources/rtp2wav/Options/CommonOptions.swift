import ArgumentParser
import Audio
import Cryptography
import Demultiplexing
import Extraction
import FoundationEssentials
import NetworkBytes
import Reporting
import SRTP
import Signalling

/// The options that every command takes.
struct CommonOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Keep only the stream with this SSRC, decimal or 0x hexadecimal (repeatable).",
      valueName: "number"),
    transform: Self.ssrc)
  var ssrc: [UInt32] = []

  @Option(
    help: ArgumentHelp(
      "Keep only streams from or to this address (repeatable).", valueName: "address"),
    transform: Self.address)
  var host: [IPAddress] = []

  @Option(
    name: .customShort("f", allowingJoined: true),
    help: ArgumentHelp(
      "Use only packets that pass this filter, as tcpdump takes it; others count for nothing.",
      valueName: "expression"))
  var filter: String?

  @Option(
    name: [.customShort("i", allowingJoined: true), .long],
    help: ArgumentHelp(
      "Capture on this network interface in place of reading traces.", valueName: "name"),
    completion: .custom { _, _, _ in InterfaceList.names })
  var interface: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("End a live capture after so many seconds.", valueName: "seconds"))
  var duration: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("End after so many packets.", valueName: "packets"))
  var count: Int?

  @Flag(
    name: [.customShort("D"), .long],
    help: "List the network interfaces that can be captured on.")
  var listInterfaces = false

  @Option(
    help: ArgumentHelp(
      "What a payload type is: 111=opus/48000/2 (repeatable).", valueName: "mapping"))
  var rtpmap: [String] = []

  @Option(
    help: ArgumentHelp(
      "Parameters of a payload type: '111 useinbandfec=1' (repeatable).", valueName: "parameters"))
  var fmtp: [String] = []

  @Option(
    help: ArgumentHelp(
      "A session description for payload types that the trace does not describe.",
      valueName: "file"),
    completion: .file())
  var sdp: String?

  @Option(
    help: ArgumentHelp(
      "A key of SRTP: base64, hex, or an SDP's inline: string (repeatable).",
      valueName: "[ssrc=][suite:]key"))
  var srtpKey: [String] = []

  @Option(
    help: ArgumentHelp(
      "The secrets of TLS and DTLS handshakes, as SSLKEYLOGFILE has them (repeatable).",
      valueName: "file"),
    completion: .file())
  var keylog: [String] = []

  @Flag(help: "RTP is in clear, whatever signalling says of SRTP.")
  var plain = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How long a missing packet is waited for, and the same numbers again are a copy, in seconds of capture time.",
      valueName: "seconds"))
  var reorderWindow: Double = 2

  @Flag(help: "Print one JSON document on stdout in place of the text.")
  var json = false

  @Flag(name: .shortAndLong, help: "Only errors.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Say more; -vv more still.")
  var verbose: Int

  @Option(help: "Colours on the terminal; NO_COLOR turns them off, too.")
  var color = When.auto

  @Option(help: "Progress on stderr; auto: where that is a terminal.")
  var progress = When.auto

  /// The options of an extraction that these stand for; throws what is wrong with them.
  func options() throws -> ExtractionOptions {
    guard (0...3600).contains(reorderWindow) else {
      throw ValidationError("--reorder-window takes 0 to 3600 seconds")
    }
    guard count.map({ $0 > 0 }) ?? true else {
      throw ValidationError("--count takes 1 packet or more")
    }
    guard duration.map({ $0 > 0 && $0 < 1e9 }) ?? true else {
      throw ValidationError("--duration takes a number of seconds above 0")
    }
    guard duration == nil || interface != nil else {
      throw ValidationError("--duration is for a live capture: -i NAME")
    }
    var options = ExtractionOptions()
    options.interface = interface
    options.filter = filter
    options.packetLimit = count
    options.demultiplexing.ssrcs = Set(ssrc)
    options.demultiplexing.hosts = Set(host)
    options.demultiplexing.reorderWindow = Int64(reorderWindow * 1e9)
    do throws(SignallingError) {
      options.demultiplexing.formats = try PayloadTypeMapping.table(rtpmaps: rtpmap, fmtps: fmtp)
    } catch {
      throw ValidationError("\(error)")
    }
    options.demultiplexing.keys = try srtpKey.map(Self.key)
    options.demultiplexing.isPlain = plain
    guard srtpKey.isEmpty || Libgcrypt.isThere else {
      Terminal.message(
        "--srtp-key: \(Libgcrypt.name) cannot be loaded; install Debian's package "
          + Libgcrypt.debianPackage)
      throw ExitStatus.unavailable
    }
    options.demultiplexing.keyLog = try KeyLogOption.read(keylog, isQuiet: quiet)
    if let sdp { options.demultiplexing.description = try Self.description(in: sdp) }
    return options
  }

  /// The key is in no message: what ArgumentParser says of a value that a transform refuses holds the value.
  private static func key(_ text: String) throws -> KeyOption {
    do throws(SRTPError) {
      return try KeyOption(text)
    } catch {
      throw ValidationError("--srtp-key: \(error)")
    }
  }

  private static func ssrc(_ text: String) throws -> UInt32 {
    let isHexadecimal = text.lowercased().hasPrefix("0x")
    guard
      let value = isHexadecimal ? UInt32(text.dropFirst(2), radix: 16) : UInt32(text)
    else { throw ValidationError("an SSRC is a decimal or 0x hexadecimal number of 32 bits") }
    return value
  }

  static func address(_ text: String) throws -> IPAddress {
    guard let address = IPAddress(text) else {
      throw ValidationError("not an IPv4 or IPv6 address without port")
    }
    return address
  }

  private static func description(in path: String) throws -> SessionDescription {
    guard let data = FileManager.default.contents(atPath: path) else {
      Terminal.message("\(path): cannot be read")
      throw ExitStatus.noInput
    }
    do throws(SignallingError) {
      return try SessionDescription(parsing: String(decoding: data, as: UTF8.self))
    } catch {
      throw ValidationError("\(path): \(error)")
    }
  }

  /// How the text on stdout looks.
  var textStyle: TextStyle {
    switch color {
    case .auto: TextStyle(usesColor: Terminal.showsColor)
    case .always: TextStyle(usesColor: true)
    case .never: TextStyle(usesColor: false)
    }
  }

  var showsProgress: Bool {
    switch progress {
    case .auto: Terminal.isErrorATerminal && !quiet
    case .always: true
    case .never: false
    }
  }
}

/// When something is done that suits only terminals.
enum When: String, ExpressibleByArgument, CaseIterable {
  case auto, always, never
}
