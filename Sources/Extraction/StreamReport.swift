import Audio
import Capture
import Codecs
package import DTMFAnalysis
package import Playout
package import RTP
package import Signalling

/// What is said of one stream: `tshark -z rtp,streams` and what became of its audio.
package struct StreamReport: Sendable {
  package let key: StreamKey
  package let formats: [PayloadFormat]
  package let packets: Int
  package let lost: Int
  package let expected: Int
  package let duplicates: Int
  package let reordered: Int
  package let late: Int
  package let statistics: ReceptionStatistics
  /// The call, where signalling says which.
  package let call: Call?
  /// The party that sends the stream.
  package let sender: Party?
  /// The telephone-events and what they break; nil where nobody asked.
  package let events: StreamEvents?
  /// The SSRC of the call's stream in the other direction.
  package internal(set) var reverseSSRC: String?
  /// The stream it is the reverse of, by index in the report.
  package internal(set) var reverse: Int?
  package let callIndex: Int?
  /// What became of its audio; nil where nothing was played.
  package var played: PlayoutResult? { outcome?.result }
  let outcome: PlayedStream?
  /// Whether there was audio that could be decoded.
  package var isDecoded: Bool { played?.sampleRate != nil }
  /// What was measured beside, and what RTCP says.
  package let measures: StreamMeasures
  /// Its place among the other streams.
  package internal(set) var place: StreamPlace
  /// Frames of silence that the file has before the stream's time zero.
  package internal(set) var leadFrames: Int64
  /// Frames in its own file, leading silence included; nil where none was made.
  package internal(set) var fileFrames: Int64?
  /// The stereo file of its call, where it has become a channel of one.
  package internal(set) var callFile: CallFile?
  /// The name of its file in the output folder; nil where it has none.
  package internal(set) var file: String?
  package internal(set) var warnings: [String]
  /// What any of its packets was wrapped in.
  let encapsulations: Encapsulations
  /// Whether signalling demands SRTP for it.
  package let isProtected: Bool
  let partName: String
  let firstPacket: Int

  /// The names of what any of its packets was wrapped in.
  package var through: [String] { encapsulations.allNames }

  /// The name of the first audio format, for a table and for file names.
  package var codec: String? {
    formats.first { $0.codec != nil }?.codec?.name
      ?? formats.compactMap { $0.format?.encodingName }.first
  }
}

/// What is said of a whole job.
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
  /// What of the RTCP could not be read or kept.
  var rtcpUnread: RTCPCounters
  /// What became of the packets before they were told apart.
  var capture: CaptureCounters
  package internal(set) var sip: Int
  package internal(set) var truncated: Int
  package internal(set) var notRTP: Int
  package internal(set) var isInterrupted: Bool
  /// The capture time of the trace's first packet, ns since 1970.
  package internal(set) var startTime: Int64
  /// What ended the job before its time; what was done before stands.
  package internal(set) var failure: ExtractionError?
  /// Where the gaps are that are too many for memory.
  var gapArchive: GapArchive?
  /// In order of their first packets.
  package internal(set) var streams: [StreamReport]
  /// The digits that SIP INFO signalled, in order.
  package internal(set) var signalledDigits: [SignalledDigit]
  /// The calls of the trace.
  package internal(set) var calls: [Call]
  /// What is to be said of all of it, but for `gapArchive`.
  var noted: [String]
  /// What is to be said of all of it; complete once the gaps of all streams have been asked for.
  package var warnings: [String] { noted + (gapArchive?.warnings ?? []) }
}
