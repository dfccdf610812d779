package import Audio
package import NetworkBytes
package import Playout
package import Signalling
package import SoundFile

/// What a user asks of an extraction.
package struct ExtractionOptions: Sendable {
  /// What the start of a file stands for.
  package enum Alignment: String, CaseIterable, Sendable {
    /// The stream's own time zero.
    case stream
    /// The first packet of the trace.
    case trace
    /// The first stream of the stream's call.
    case call
  }

  /// Which files there are.
  package enum Layout: String, CaseIterable, Sendable {
    /// One a stream.
    case ssrc
    /// One a call with two directions, the caller left; one a stream for the rest.
    case call
  }

  /// A lead longer than this, in seconds, comes from a wrong clock and is not written.
  static let longestLead = 7.0 * 86_400

  /// Only streams with one of these SSRCs; empty for all.
  package var ssrcs: Set<UInt32> = []
  /// Only streams from or to one of these addresses; empty for all.
  package var hosts: Set<IPAddress> = []
  /// What payload types are, before anything that the trace says.
  package var formats: [UInt8: MediaFormat] = [:]
  /// A session description that holds where the trace has none.
  package var description: SessionDescription?
  /// How long a missing packet is waited for, ns of capture time.
  package var reorderWindow: Int64 = 2_000_000_000
  /// A network interface to capture on, in place of inputs.
  package var interface: String?
  /// A filter expression as tcpdump takes it.
  package var filter: String?
  /// Packets after which reading ends; nil for all.
  package var packetLimit: Int?
  /// The buffer of a receiver, in seconds, for which packets may come too late to be heard; nil for
  /// none.
  package var jitterBuffer: Double?
  package var playout = PlayoutOptions()
  package var alignment = Alignment.stream
  package var layout = Layout.ssrc
  package var container = SoundFileFormat.Container.wav
  package var subtype = SoundFileFormat.Subtype.pcm16
  /// A template of file names without extension; nil for the SSRC.
  package var nameTemplate: String?
  /// Threads that decode, the reader's among them; at least 1.
  package var jobs = 1
  package var overwrites = false
  /// Bytes of packets that all streams together may hold in memory.
  ///
  /// What is more goes to a temporary file. It never changes what comes out.
  package var memory = 16 << 20

  /// Whether the packets of telephone-events are kept, to be checked.
  package var keepsEvents = false
  /// Whether each file gets a label track, and a WAV cue points too.
  package var writesMarkers = false

  package init() {}

  /// The fields that a name template may have in braces.
  package static let nameFields = ["ssrc", "codec", "src", "dst", "call", "start", "n"]

  /// What names of audio files end in, without the dot.
  package var fileExtension: String {
    SoundFileFormat(container: container, subtype: subtype, sampleRate: 8000, channels: 1)
      .fileExtension
  }
}
