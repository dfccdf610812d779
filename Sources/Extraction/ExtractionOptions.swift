package import Demultiplexing
package import Playout
package import SoundFile

/// What a user asks of an extraction.
package struct ExtractionOptions: Sendable {
  /// What the start of a file stands for.
  package enum Alignment: String, Sendable {
    /// The stream's own time zero.
    case stream
    /// The first packet of the trace.
    case trace
    /// The first stream of the stream's call.
    case call
  }

  /// Which files there are.
  package enum Layout: String, Sendable {
    /// One a stream.
    case ssrc
    /// One a call with two directions, the caller left; one a stream for the rest.
    case call
  }

  /// A lead longer than this, in seconds, comes from a wrong clock and is not written.
  static let longestLead = 7.0 * 86_400

  /// Which streams are wanted, and what is known of them.
  package var demultiplexing = DemultiplexingOptions()
  /// A network interface to capture on, in place of inputs.
  package var interface: String?
  /// A filter expression as tcpdump takes it.
  package var filter: String?
  /// Packets after which reading ends; nil for all.
  package var packetLimit: Int?
  package var playout = PlayoutOptions()
  /// What places audio; nil for what suits the files: capture time where they must stay in step, else the timestamps.
  package var timeline: TimelineMode?
  package var alignment = Alignment.stream
  package var layout = Layout.ssrc
  package var container = SoundFileFormat.Container.wav
  package var subtype = SoundFileFormat.Subtype.pcm16
  /// A template of file names without extension; nil for the SSRC.
  package var nameTemplate: String?
  /// Threads that decode, the reader's among them; at least 1.
  package var jobs = 1
  package var overwrites = false
  /// Whether each file gets a label track, and a WAV cue points too.
  package var writesMarkers = false

  package init() {}

  /// How streams are to be played, `playout` with what else decides on that.
  var streamPlayout: PlayoutOptions {
    var options = playout
    options.keepsRemainders = subtype == .pcm24
    options.timeline = timeline ?? (layout == .call || alignment != .stream ? .capture : .rtp)
    return options
  }

  /// The fields that a name template may have in braces.
  package static var nameFields: [String] { NameField.allCases.map(\.rawValue) }

  /// A field of a name template, as it is written there.
  enum NameField: String, CaseIterable {
    case ssrc, codec
    case source = "src"
    case destination = "dst"
    case call, start
    /// The place of the stream in the report, from 1.
    case number = "n"
  }

  /// What names of audio files end in, without the dot.
  package var fileExtension: String {
    SoundFileFormat(container: container, subtype: subtype, sampleRate: 8000, channels: 1)
      .fileExtension
  }
}
