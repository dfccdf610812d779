package import NetworkBytes

/// Follows the RTCP of a trace and keeps what it says of each stream.
package struct RTCPObserver: Sendable {
  /// Datagrams that contradict themselves; the packets before that count.
  package private(set) var damaged = 0
  /// Datagrams that are SRTCP; nothing of them is read.
  package private(set) var encrypted = 0
  /// Reports on streams beyond the limit, of which nothing is kept.
  package private(set) var surplus = 0
  private var datagrams = 0
  /// The last datagrams by a digest of their bytes and hosts, with their capture times.
  private var recent: [(digest: UInt64, time: Int64)] = []
  private static let recentLimit = 32
  private var controls: [RTCPLink: StreamControl] = [:]
  /// Where a source's sender reports go, by the host that they come from.
  private var reportsTo: [RTCPLink: IPAddress] = [:]

  /// Streams that RTCP is kept of.
  static let limit = 32_768

  package init() {}

  /// Takes an RTCP datagram between two hosts, captured at `time` ns; copies say nothing new.
  package mutating func receive(
    _ bytes: Span<UInt8>, from sender: IPAddress, to receiver: IPAddress, at time: Int64,
    isTruncated: Bool
  ) {
    guard !isCopy(bytes, from: sender, to: receiver, at: time) else { return }
    let compound = RTCPCompound(parsing: bytes, isTruncated: isTruncated)
    damaged += compound.condition == .damaged ? 1 : 0
    encrypted += compound.condition == .encrypted ? 1 : 0
    for packet in compound.packets {
      switch packet {
      case .senderReport(let report): receive(report, from: sender, to: receiver, at: time)
      case .receiverReport(let report):
        for block in report.blocks {
          _ = receive(block, from: sender, to: receiver, at: time)
        }
      case .sourceDescription(let chunks):
        for chunk in chunks {
          guard let name = chunk.canonicalName else { continue }
          update(RTCPLink(ssrc: chunk.ssrc, from: sender, to: receiver)) {
            $0.canonicalName = name
          }
        }
      case .goodbye(let sources):
        for ssrc in sources {
          update(RTCPLink(ssrc: ssrc, from: sender, to: receiver)) { $0.saidGoodbye = true }
        }
      case .extendedReport(let report): receive(report, from: sender, to: receiver)
      case .other: break
      }
    }
  }

  private mutating func receive(
    _ report: SenderReport, from sender: IPAddress, to receiver: IPAddress, at time: Int64
  ) {
    let link = RTCPLink(ssrc: report.ssrc, from: sender, to: receiver)
    var quoted: (RTCPLink, NTPTimestamp, UInt32)?
    var exchange: ClockExchange?
    for block in report.blocks {
      guard let answered = receive(block, from: sender, to: receiver, at: time), quoted == nil
      else {
        continue
      }
      let peer = RTCPLink(ssrc: block.ssrc, from: receiver, to: sender)
      quoted = (peer, answered.time, block.delaySinceLastSenderReport)
      if let earlier = answered.quoted, earlier.peer == link, report.time.isKnown {
        exchange = ClockExchange(
          peer: peer, sent: earlier.time,
          arrived: answered.time.earlier(by: earlier.delay), answered: answered.time,
          returned: report.time.earlier(by: block.delaySinceLastSenderReport))
      }
    }
    update(link) { control in
      control.senderReports += 1
      control.clock.receive(
        SenderClock.Pair(time: report.time, timestamp: report.timestamp), at: time,
        quoting: quoted)
      if let exchange { control.clock.learn(exchange) }
    }
    let anywhere = RTCPLink(ssrc: link.ssrc, from: sender, to: sender)
    if reportsTo.count < Self.limit { reportsTo[anywhere] = receiver }
  }

  /// Takes what a receiver says of a stream that comes to it; returns the sender report it quotes.
  private mutating func receive(
    _ block: ReportBlock, from reporter: IPAddress, to sender: IPAddress, at time: Int64
  ) -> SenderClock.Sent? {
    var quoted: SenderClock.Sent?
    update(RTCPLink(ssrc: block.ssrc, from: sender, to: reporter)) { control in
      control.reception.receive(block)
      guard block.lastSenderReport != 0 else { return }
      quoted = control.clock.sent.last { $0.time.compact == block.lastSenderReport }
      guard let quoted else { return }
      let kept = Double(block.delaySinceLastSenderReport) / 65_536
      control.reception.receive(roundTrip: Double(time &- quoted.captureTime) * 1e-9 - kept)
    }
    return quoted
  }

  private mutating func receive(
    _ report: ExtendedReport, from reporter: IPAddress, to sender: IPAddress
  ) {
    for block in report.blocks {
      switch block {
      case .voipMetrics(let metrics):
        update(RTCPLink(ssrc: metrics.ssrc, from: sender, to: reporter)) { $0.quality = metrics }
      case .statisticsSummary(let summary):
        update(RTCPLink(ssrc: summary.ssrc, from: sender, to: reporter)) { $0.summary = summary }
      case .receiverReferenceTime, .delaySinceLastReceiverReport: break
      }
    }
  }

  /// Whether the same datagram was captured within a second: a mirror shows it twice.
  private mutating func isCopy(
    _ bytes: Span<UInt8>, from sender: IPAddress, to receiver: IPAddress, at time: Int64
  ) -> Bool {
    // FNV-1a.
    let prime: UInt64 = 0x100_0000_01b3
    var digest = sender.hashBits(seed: 0) &* prime ^ receiver.hashBits(seed: 0)
    for index in bytes.indices { digest = (digest ^ UInt64(bytes[index])) &* prime }
    let isKnown = recent.contains {
      $0.digest == digest && (Double(time) - Double($0.time)).magnitude < 1e9
    }
    if recent.count < Self.recentLimit {
      recent.append((digest, time))
    } else {
      recent[datagrams % Self.recentLimit] = (digest, time)
    }
    datagrams += 1
    return isKnown
  }

  private mutating func update(_ link: RTCPLink, _ body: (inout StreamControl) -> Void) {
    guard controls[link] != nil || controls.count < Self.limit else {
      surplus += 1
      return
    }
    body(&controls[link, default: StreamControl()])
    if controls[link]?.lastDatagram != datagrams {
      controls[link]?.lastDatagram = datagrams
      controls[link]?.datagrams += 1
    }
  }

  /// What RTCP says of a stream; nil where nothing was said.
  ///
  /// Where reports go to another host than the stream (RFC 3605), it is only what the sender says.
  package func control(of key: StreamKey) -> StreamControl? {
    let link = Self.link(of: key)
    if let control = controls[link] { return control }
    let anywhere = RTCPLink(ssrc: key.ssrc, from: link.sender, to: link.sender)
    guard let receiver = reportsTo[anywhere] else { return nil }
    var control = controls[RTCPLink(ssrc: key.ssrc, from: link.sender, to: receiver)]
    control?.reception = RemoteReception()
    control?.quality = nil
    control?.summary = nil
    return control
  }

  /// What RTCP of a stream is kept by.
  package static func link(of key: StreamKey) -> RTCPLink {
    RTCPLink(ssrc: key.ssrc, from: key.source.address, to: key.destination.address)
  }
}
