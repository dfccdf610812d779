import Audio
import Capture
import Codecs
package import DTMFAnalysis
import Demultiplexing
package import Playout
package import RTP
package import Signalling

/// The report on one stream: the figures of `tshark -z rtp,streams`, and what became of its audio.
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
  package let outcome: PlayedStream?
  /// Whether there was audio that could be decoded.
  package var isDecoded: Bool { played?.sampleRate != nil }
  /// Further measurements of the stream, and what RTCP says of it.
  package let measures: StreamMeasures
  /// Its place among the other streams.
  package var place: StreamPlace
  /// The file that its audio is in; nil where there is none.
  package var file: StreamFile?
  package var warnings: [String]
  /// What any of its packets was wrapped in.
  let encapsulations: Encapsulations
  /// What it was encrypted by, and whether that was opened; nil where it was in clear.
  package let srtp: StreamSRTP?
  /// Whether it is encrypted, and was not opened.
  package var isProtected: Bool { srtp?.isClosed ?? false }
  let firstPacket: Int

  /// The names of what any of its packets was wrapped in.
  package var through: [String] { encapsulations.allNames }

  /// The name of the first audio format, for a table and for file names.
  package var codec: String? {
    formats.first { $0.codec != nil }?.codec?.name
      ?? formats.compactMap { $0.format?.encodingName }.first
  }
}
