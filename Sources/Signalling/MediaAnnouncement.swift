package import NetworkBytes

/// One media section of an offer or answer, with what is known from around it.
package struct MediaAnnouncement: Sendable {
  /// Capture time of the message.
  package let time: Int64
  /// The index in `SignallingObserver.calls`; nil for media set up by RTSP.
  package let call: Int?
  /// Whose description it is: who receives at `address`.
  package let party: Party
  /// Where that party receives this media; the unspecified address means hold (RFC 2543).
  package let address: SocketAddress
  /// What the packets that arrive there mean; in an answer also by the offer's rtpmaps.
  package let media: MediaDescription
  /// Whether this answers an offer, so that both sides have described themselves.
  package let isAnswer: Bool
  /// The channel of RTSP's connection that carries it (RFC 7826, section 14); nil for what has
  /// addresses of its own.
  package let channel: UInt8?

  /// Whether the party refuses this media: port 0.
  package var isRejected: Bool { media.isRejected }
}
