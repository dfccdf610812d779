package import NetworkBytes

/// What RTCP is kept by: a source, and the hosts that it sends from and to.
///
/// Ports say nothing: RTCP may use the port after RTP's, RTP's own (RFC 5761) or any (RFC 3605).
package struct RTCPLink: Hashable, Sendable {
  package let ssrc: UInt32
  package let sender: IPAddress
  package let receiver: IPAddress

  package init(ssrc: UInt32, from sender: IPAddress, to receiver: IPAddress) {
    self.ssrc = ssrc
    self.sender = sender
    self.receiver = receiver
  }
}
