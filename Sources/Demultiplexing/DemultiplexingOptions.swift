package import Audio
package import NetworkBytes
package import SRTP
package import Signalling
package import TLS

/// Which streams of a trace are wanted, and what is known of them before it is read.
package struct DemultiplexingOptions: Sendable {
  /// Only streams with one of these SSRCs; empty for all.
  package var ssrcs: Set<UInt32> = []
  /// Only streams from or to one of these addresses; empty for all.
  package var hosts: Set<IPAddress> = []
  /// What payload types are, before anything that the trace says.
  package var formats: [UInt8: MediaFormat] = [:]
  /// A session description that holds where the trace has none.
  package var description: SessionDescription?
  /// Keys of SRTP.
  package var keys: [KeyOption] = []
  /// The secrets of handshakes of DTLS and TLS.
  package var keyLog = KeyLog()
  /// Whether RTP is in clear, whatever signalling says.
  package var isPlain = false
  /// How long a missing packet is waited for, ns of capture time.
  package var reorderWindow: Int64 = 2_000_000_000
  /// The buffer of a receiver, in seconds, for which packets may come too late to be heard; nil for
  /// none.
  package var jitterBuffer: Double?
  /// Whether payloads are kept, to be played.
  package var keepsPayloads = true
  /// Whether the packets of telephone-events are kept, to be checked.
  package var keepsEvents = false
  /// Bytes of packets that all streams together may hold in memory.
  ///
  /// What is more has to be played or put elsewhere. It never changes what comes out.
  package var memory = 16 << 20

  package init() {}
}
