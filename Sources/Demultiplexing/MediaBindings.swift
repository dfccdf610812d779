import Audio
import NetworkBytes
import Playout
import RTP
import Signalling

/// What signalling and options say about the addresses and payload types of streams.
struct MediaBindings {
  /// A call up to one of its ends: a Call-ID may be used again.
  struct CallLife: Equatable {
    let call: Int
    /// How often the call had ended before.
    let endings: Int
  }

  private struct Binding {
    let announcement: MediaAnnouncement
    let life: CallLife?
  }

  /// The newest announcements for each address that receives: of one call, one for each `m=`
  /// section, since bundled media share an address (RFC 9143).
  private var byAddress: [SocketAddress: [Binding]] = [:]
  /// The channels of streams on connections of RTSP.
  private var channels: [StreamKey: UInt8] = [:]
  /// Streams whose channel is remembered; of others any medium of the connection may speak.
  private static let channelLimit = 65_536
  /// Packets whose channel was not remembered at that limit.
  private(set) var channelsNotNoted = 0
  /// How often each call has ended.
  private var endings: [Int: Int] = [:]
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
      // A count may pass the last port there is.
      guard let port = UInt16(exactly: Int(announcement.address.port) + 2 * pair) else { break }
      addresses.append(SocketAddress(announcement.address.address, port: port))
    }
    for address in addresses { bind(announcement, to: address) }
    return addresses
  }

  private mutating func bind(_ announcement: MediaAnnouncement, to address: SocketAddress) {
    var known = byAddress[address] ?? []
    known.removeAll {
      let other = $0.announcement
      return other.call != announcement.call || other.party != announcement.party
        || other.media.index == announcement.media.index
    }
    let life = announcement.call.map { CallLife(call: $0, endings: endings[$0] ?? 0) }
    byAddress[address] = known + [Binding(announcement: announcement, life: life)]
  }

  /// Takes the end of a call.
  mutating func end(call: Int) { endings[call, default: 0] += 1 }

  /// Whether a call has ended since.
  func isOver(_ life: CallLife) -> Bool { endings[life.call] ?? 0 > life.endings }

  /// The call of a stream that has not ended, by either side's announcement.
  func currentCall(of key: StreamKey) -> CallLife? {
    bindings(for: key).lazy.compactMap(\.life).first { !isOver($0) }
  }

  /// Takes in on which channel of an RTSP connection a stream comes.
  mutating func note(_ channel: UInt8, of key: StreamKey) {
    guard channels.count < Self.channelLimit || channels[key] != nil else {
      channelsNotNoted += 1
      return
    }
    channels[key] = channel
  }

  /// The announcements that speak of a stream: its receiver's, whose numbers count (RFC 3264,
  /// section 5.1), then its sender's own, which are a makeshift.
  private func bindings(for key: StreamKey) -> [Binding] {
    let known = (byAddress[key.destination] ?? []) + (byAddress[key.source] ?? [])
    guard let channel = channels[key] else { return known }
    return known.filter {
      $0.announcement.channel == nil || $0.announcement.channel == channel
    }
  }

  private func announcements(for key: StreamKey) -> [MediaAnnouncement] {
    bindings(for: key).map(\.announcement)
  }

  /// The call of a stream.
  func call(of key: StreamKey) -> Int? { bindings(for: key).first?.announcement.call }

  /// The party that sends a stream, as far as signalling tells.
  func sender(of key: StreamKey) -> Party? {
    byAddress[key.destination]?.first?.announcement.party.other
      ?? byAddress[key.source]?.first?.announcement.party
  }

  /// Whether signalling describes what a packet with this payload type would be.
  func expects(_ payloadType: UInt8, on key: StreamKey) -> Bool {
    announcements(for: key).contains {
      $0.media.isRTP && $0.media.payloadTypes.contains(payloadType)
    }
  }

  /// Whether an option or a description from outside says what a payload type is.
  func names(_ payloadType: UInt8) -> Bool {
    options[payloadType] != nil || fallback[payloadType] != nil
  }

  /// Whether either side demands SRTP.
  func isProtected(_ key: StreamKey) -> Bool {
    announcements(for: key).contains { $0.media.isProtected }
  }

  /// Whether either side says that keys are agreed on by MIKEY.
  func isKeyedByMIKEY(_ key: StreamKey) -> Bool {
    announcements(for: key).contains { $0.media.isKeyedByMIKEY }
  }

  /// The payload types that signalling describes for a stream.
  func payloadTypes(in key: StreamKey) -> [UInt8] {
    Set(announcements(for: key).flatMap { $0.media.payloadTypes }).sorted()
  }

  /// What a payload type stands for in a stream, by the first source that names it.
  func format(of payloadType: UInt8, in key: StreamKey) -> (MediaFormat, PayloadFormat.Origin)? {
    if let format = options[payloadType] { return (format, .option) }
    for announcement in announcements(for: key) {
      if let format = announcement.media.formats[payloadType] { return (format, .sdp) }
    }
    if let format = fallback[payloadType] { return (format, .sdp) }
    return MediaFormat.assigned(to: payloadType).map { ($0, .static) }
  }
}
