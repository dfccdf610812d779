import Capture
package import Playout
import RTP
package import Signalling

/// The report on a whole job: its inputs, its streams and its warnings.
package struct ExtractionReport: Sendable {
  package struct Input: Sendable {
    package let path: String
    package let packets: Int
    package let bytes: Int
    package let isTruncated: Bool
    /// Where and why reading stopped before the end.
    package let damage: String?
    /// Packets that the kernel dropped on a network interface; nil for a file.
    package let dropped: Int?
  }

  package internal(set) var inputs: [Input]
  package internal(set) var packets: Int
  package internal(set) var udp: Int
  package internal(set) var rtp: Int
  package internal(set) var rtcp: Int
  /// RTCP that could not be read or kept, counted by the reason.
  let rtcpUnread: RTCPCounters
  /// Counters of what became of packets before they were sorted into streams.
  let capture: CaptureCounters
  package internal(set) var sip: Int
  package internal(set) var truncated: Int
  package internal(set) var notRTP: Int
  /// The flows that came nearest to RTP, of those that are none.
  package let nearest: [String]
  package internal(set) var isInterrupted: Bool
  /// The capture time of the trace's first packet, ns since 1970.
  package internal(set) var startTime: Int64
  /// The store of gaps that are too many for memory.
  package var gapStore: (any GapStore & Sendable)?
  /// In order of their first packets.
  package var streams: [StreamReport]
  /// The digits that SIP INFO signalled, in order.
  package internal(set) var signalledDigits: [SignalledDigit]
  /// The calls of the trace.
  package internal(set) var calls: [Call]
  /// Warnings on the job as a whole, without those of `gapStore`.
  package var notes: [String]
  /// Warnings on the job as a whole; complete once the gaps of all streams have been read back.
  package var warnings: [String] { notes + (gapStore?.warnings ?? []) }
}
