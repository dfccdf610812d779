import ArgumentParser
import Audio
import Extraction
import Foundation
import NetworkBytes
import Signalling

/// The options that every command takes.
struct CommonOptions: ParsableArguments {
  @Option(help: "Keep only the stream with this SSRC, decimal or 0x hexadecimal (repeatable).")
  var ssrc: [SSRCArgument] = []

  @Option(help: "Keep only streams from or to this address (repeatable).")
  var host: [HostArgument] = []

  @Option(help: "What a payload type is: 111=opus/48000/2 (repeatable).")
  var rtpmap: [String] = []

  @Option(help: "Parameters of a payload type: '111 useinbandfec=1' (repeatable).")
  var fmtp: [String] = []

  @Option(help: "A session description for payload types that the trace does not describe.")
  var sdp: String?

  @Option(help: "How long a missing packet is waited for, in seconds of capture time.")
  var reorderWindow: Double = 2

  @Flag(help: "Print one JSON document on stdout in place of the text.")
  var json = false

  @Flag(name: .shortAndLong, help: "Only errors.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Say more; -vv more still.")
  var verbose: Int

  @Option(help: "Colours on the terminal: auto, always or never.")
  var color = When.auto

  @Option(help: "Progress on stderr: auto (on a terminal), always or never.")
  var progress = When.auto

  func validate() throws {
    guard reorderWindow >= 0, reorderWindow <= 3600 else {
      throw ValidationError("--reorder-window takes 0 to 3600 seconds")
    }
    _ = try options()
  }

  /// The options of an extraction that these stand for.
  func options() throws -> ExtractionOptions {
    var options = ExtractionOptions()
    options.ssrcs = Set(ssrc.map(\.value))
    options.hosts = Set(host.map(\.value))
    options.reorderWindow = Int64(reorderWindow * 1e9)
    do throws(SignallingError) {
      options.formats = try PayloadTypeMapping.table(rtpmaps: rtpmap, fmtps: fmtp)
    } catch {
      throw ValidationError("\(error)")
    }
    if let sdp { options.description = try Self.description(in: sdp) }
    return options
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

/// An SSRC as users write it.
struct SSRCArgument: ExpressibleByArgument {
  let value: UInt32

  init?(argument: String) {
    let isHex = argument.lowercased().hasPrefix("0x")
    guard let value = isHex ? UInt32(argument.dropFirst(2), radix: 16) : UInt32(argument) else {
      return nil
    }
    self.value = value
  }
}

/// An IP address as users write it.
struct HostArgument: ExpressibleByArgument {
  let value: IPAddress

  init?(argument: String) {
    guard let value = IPAddress(argument) else { return nil }
    self.value = value
  }
}
