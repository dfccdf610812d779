import Capture
package import NetworkBytes
package import Playout
package import RTP
import SRTP
package import Signalling
package import TLS

/// Finds the streams of a trace: tells RTP from everything else, follows signalling, and gives each
/// packet to its stream.
package struct Demultiplexer: ~Copyable {
  package internal(set) var counters = Counters()
  package var streams: [InboundStream] = []
  package internal(set) var signalling = SignallingObserver()
  package internal(set) var rtcp = RTCPObserver()
  package internal(set) var table = StreamTable()
  private var probation = Probation()
  var bindings: MediaBindings
  var keys: KeyRing
  /// The secrets of handshakes, as options and the trace itself give them.
  package internal(set) var keyLog: KeyLog
  var tls = TLSObserver()
  var secureSIP = SecureSIP()
  /// The connections of TLS that were not read, as far as they matter.
  package internal(set) var unreadConnections: [UnreadConnections] = []
  var search = KeySearch()
  var protectedRTCP = ProtectedRTCP()
  private(set) var relays = RelayBindings()
  var connections = MediaConnections()
  /// Streams that the last bytes of a TCP connection brought packets of.
  package internal(set) var fed: [Int] = []
  /// Payload types of flows that look like RTP but for these, which no list names.
  package private(set) var unlistedPayloadTypes: [UInt8] = []
  /// The flows that came nearest to being streams, of those that are none.
  package private(set) var nearStreams: [NearStream] = []
  /// Streams by the addresses they come from and go to.
  var streamsByAddress: [SocketAddress: [Int]] = [:]
  var unselected = StreamTable()
  /// The capture time at which each call's first stream starts, ns since 1970.
  package private(set) var callStarts: [Int: Int64] = [:]
  let options: DemultiplexingOptions
  /// The capture time of the trace's first packet, ns since 1970.
  package var traceStart: Int64 = 0
  /// The chains of rows, whose memory is used again; nil before the first row, and while one is taken.
  var chains: StreamChains?
  /// Where the buffers of streams come from.
  package let pages = PagePool()
  /// Memory that the streams' buffers take.
  package internal(set) var heldBytes = 0

  package init(_ options: DemultiplexingOptions) {
    self.options = options
    bindings = MediaBindings(options: options.formats, description: options.description)
    keys = KeyRing(options)
    keyLog = options.keyLog
  }

  /// Takes a UDP datagram; returns the stream that has enough to be played by it, or is in the way
  /// of others.
  package mutating func receive(
    _ bytes: Span<UInt8>, from source: SocketAddress, to destination: SocketAddress,
    at time: Int64, number: Int, place: PacketPlace, isTruncated: Bool
  ) -> Int? {
    var kind = DatagramKind(bytes)
    if kind == .rtcp, isMedia(bytes, from: source, to: destination) { kind = .rtp }
    switch kind {
    case .rtp:
      guard let packet = RTPPacket(parsing: bytes, isTruncated: isTruncated) else { break }
      let key = StreamKey(ssrc: packet.ssrc, source: source, destination: destination)
      if let stream = table.find(key) {
        return receive(packet, of: stream, bytes, at: time, place, isTruncated: isTruncated)
      }
      return examine(
        packet, bytes, key: key, number: number, place: place, time: time,
        isTruncated: isTruncated)
    case .rtcp:
      receive(rtcp: bytes, from: source, to: destination, at: time, isTruncated: isTruncated)
      return nil
    case .stun, .turnChannel:
      if !place.encapsulations.contains(.turn) {
        if kind == .stun { relays.learn(from: bytes, from: source, to: destination) }
        if let relayed = RelayedDatagram(bytes, kind) {
          return receive(
            relayed, in: bytes, from: source, to: destination, at: time, number: number,
            place: place, isTruncated: isTruncated)
        }
      }
    case .dtls: keys.receive(dtls: bytes, from: source, to: destination)
    case .other: if receive(agreement: bytes, from: source, to: destination) { return nil }
    }
    // What else a connection carries beside media is no datagram that was refused.
    guard place.encapsulations.isDisjoint(with: .connected) else { return nil }
    receiveOther(bytes, from: source, to: destination, at: time, isTruncated: isTruncated)
    return nil
  }

  /// Takes a packet of a stream that is known; returns the stream as above.
  mutating func receive(
    _ packet: RTPPacket, of stream: Int, _ bytes: Span<UInt8>, at time: Int64, _ place: PacketPlace,
    isTruncated: Bool = false
  ) -> Int? {
    counters.rtp += 1
    let stream = sender(of: packet, in: stream)
    let intake = streams[stream].receive(
      packet, in: bytes, at: time, place, isTruncated: isTruncated, bindings)
    return isPlayable(intake) ? stream : nil
  }

  /// Counts what a stream has taken in; returns whether packets should be played now.
  @inline(__always)
  mutating func isPlayable(_ intake: InboundStream.Intake) -> Bool {
    if intake.growth != 0 {
      heldBytes += intake.growth
      if isOverBudget { return true }
    }
    return intake.isFull
  }

  /// Whether the streams hold more than they may: one budget for all.
  package var isOverBudget: Bool { heldBytes > options.memory }

  /// Takes a datagram that a TURN server relays, in the place of the one that carries it.
  @inline(never)
  private mutating func receive(
    _ relayed: RelayedDatagram, in bytes: Span<UInt8>, from source: SocketAddress,
    to destination: SocketAddress, at time: Int64, number: Int, place: PacketPlace,
    isTruncated: Bool
  ) -> Int? {
    let ends = relays.ends(of: relayed, from: source, to: destination)
    return receive(
      bytes.extracting(relayed.data), from: ends.source, to: ends.destination, at: time,
      number: number, place: place.inside(.turn), isTruncated: isTruncated)
  }

  private mutating func receiveOther(
    _ bytes: Span<UInt8>, from source: SocketAddress, to destination: SocketAddress,
    at time: Int64, isTruncated: Bool
  ) {
    if signalling.receive(datagram: bytes, at: time, from: source, to: destination) {
      learn()
    } else if isTruncated {
      counters.truncated += 1
    } else {
      counters.notRTP += 1
    }
  }

  /// Passes on what signalling has said since the last time.
  mutating func learn() {
    for call in signalling.takeEndings() { bindings.end(call: call) }
    for announcement in signalling.takeAnnouncements() {
      keys.learn(announcement)
      for address in bindings.announce(announcement) {
        for stream in streamsByAddress[address] ?? [] {
          streams[stream].learn(from: bindings)
          noteProtection(of: stream)
          noteCall(of: stream)
        }
      }
    }
  }

  /// Looks at a packet of no stream so far.
  private mutating func examine(
    _ packet: RTPPacket, _ bytes: Span<UInt8>, key: StreamKey, number: Int,
    place: PacketPlace, time: Int64, isTruncated: Bool
  ) -> Int? {
    if unselected.find(key) != nil {
      counters.unselected += 1
      counters.rtp += 1
      return nil
    }
    let candidate = probation.receive(
      packet, bytes, key: key, number: number, place: place, time: time,
      isTruncated: isTruncated, isExpected: bindings.expects(packet.payloadType, on: key),
      isNamed: bindings.names(packet.payloadType))
    return candidate.flatMap { accept($0) }
  }

  func isSelected(_ key: StreamKey) -> Bool {
    (options.ssrcs.isEmpty || options.ssrcs.contains(key.ssrc))
      && (options.hosts.isEmpty || options.hosts.contains(key.source.address)
        || options.hosts.contains(key.destination.address))
  }

  /// Counts a stream's memory anew, after its batch was cut.
  package mutating func recount(_ index: Int) {
    heldBytes += streams[index].recount()
  }

  mutating func noteCall(of stream: Int) {
    guard let call = streams[stream].call else { return }
    callStarts[call] = min(
      callStarts[call] ?? .max, streams[stream].reception.statistics.firstTime)
  }

  /// Ends the trace: candidates that signalling knows become streams, the others were no RTP.
  package mutating func finish() {
    finishTLS()
    finishConnections()
    for candidate in probation.finish(isExpected: bindings.expects) {
      if table.find(candidate.key) == nil { _ = accept(candidate) }
    }
    counters.notRTP += probation.rejected
    unlistedPayloadTypes = probation.unlisted.sorted()
    nearStreams = probation.nearest
    counters.connectionsGivenUp = connections.givenUp
    counters.relaysForgotten = relays.losses
    counters.keysNotKept = keys.notKept
    counters.channelsNotNoted = bindings.channelsNotNoted
    for index in streams.indices {
      streams[index].learn(from: bindings)
      if streams[index].keepsWhole {
        settleProtection(of: index, isLast: true)
        streams[index].readWhatWasOpened()
      }
      streams[index].finish()
    }
    openRTCP()
  }
}
