import Audio
import NetworkBytes
import Playout
import RTP
import Signalling

/// What signalling and options say about the addresses and payload types of streams.
struct MediaBindings {
  /// The newest announcement for each address that receives.
  private var byAddress: [SocketAddress: MediaAnnouncement] = [:]
  private let options: [UInt8: MediaFormat]
  private let fallback: [UInt8: MediaFormat]

  init(options: [UInt8: MediaFormat], description: SessionDescription?) {
    self.options = options
    var formats: [UInt8: MediaFormat] = [:]
    for media in description?.media ?? [] where media.isRTP {
      formats.merge(media.formats) { first, _ in first }
    }
    fallback = formats
  }

  /// Takes an announcement; returns the addresses it speaks of.
  mutating func announce(_ announcement: MediaAnnouncement) -> [SocketAddress] {
    guard !announcement.isRejected else { return [] }
    var addresses = [announcement.address] + announcement.media.candidates
    for pair in 1..<max(1, min(announcement.media.portCount, 64)) {
      addresses.append(
        SocketAddress(
          announcement.address.address, port: announcement.address.port &+ UInt16(2 * pair)))
    }
    for address in addresses { byAddress[address] = announcement }
    return addresses
  }

  /// The description that a stream's receiver gave, else the one its sender gave.
  func announcement(for key: StreamKey) -> MediaAnnouncement? {
    byAddress[key.destination] ?? byAddress[key.source]
  }

  /// The party that sends a stream, as far as signalling tells.
  func sender(of key: StreamKey) -> Party? {
    byAddress[key.destination]?.party.other ?? byAddress[key.source]?.party
  }

  /// Whether signalling describes what a packet with this payload type would be.
  func expects(_ payloadType: UInt8, on key: StreamKey) -> Bool {
    [byAddress[key.destination], byAddress[key.source]].contains {
      $0.map { $0.media.isRTP && $0.media.payloadTypes.contains(payloadType) } ?? false
    }
  }

  /// Whether either side demands SRTP.
  func isProtected(_ key: StreamKey) -> Bool {
    [byAddress[key.destination], byAddress[key.source]].contains { $0?.media.isProtected ?? false }
  }

  /// What a payload type stands for in a stream, by the first source that names it.
  func format(of payloadType: UInt8, in key: StreamKey) -> (MediaFormat, PayloadFormat.Origin)? {
    if let format = options[payloadType] { return (format, .option) }
    // The receiver's numbers count (RFC 3264, section 5.1); the sender's own are a makeshift.
    for address in [key.destination, key.source] {
      if let format = byAddress[address]?.media.formats[payloadType] { return (format, .sdp) }
    }
    if let format = fallback[payloadType] { return (format, .sdp) }
    return MediaFormat.assigned(to: payloadType).map { ($0, .static) }
  }
}
