/// The packets of one or several captures, in order of capture time.
///
/// Reads pcap and pcapng, from files and from pipes; of each packet only the UDP payload, or the
/// bytes of a TCP connection in order, are handed out. Memory depends on the bounds of fragment
/// and TCP reassembly and on the inputs that overlap in time, not on the length of the trace.
package struct PacketSource: ~Copyable {
  private var current: CaptureInput
  private var decoder = PacketDecoder()
  private var queue: InputQueue
  private let filter: PacketFilter?
  /// What `nextFastPath` found.
  package private(set) var fastPathRow = FastPathRow()
  private var fastPathDatagrams = 0

  /// Opens captures in any order; "-" is standard input.
  ///
  /// All of them are opened and their headers read before this returns, and closed again until
  /// their first packet is due. `shouldStop` is asked every second of an input that is no
  /// regular file, and ends it. `filter` is an expression as tcpdump takes it; it sees the
  /// outermost headers.
  package init(
    paths: [String], filter: String? = nil, shouldStop: @escaping @Sendable () -> StopRequest
  ) throws(CaptureError) {
    let filter = try filter.map { (text) throws(CaptureError) in try PacketFilter(text) }
    var queue = try InputQueue(paths, shouldStop)
    let current = try queue.first()
    self.filter = filter
    self.current = current
    self.queue = queue
  }

  /// Captures on a network interface, until `shouldStop`, which is asked every second, says `now`.
  package init(
    interface: String, filter: String? = nil, shouldStop: @escaping @Sendable () -> StopRequest
  ) throws(CaptureError) {
    var queue = try InputQueue(interface: interface, filter: filter, shouldStop)
    let current = try queue.first()
    // The kernel filters; what does not pass never comes here.
    self.filter = nil
    self.current = current
    self.queue = queue
  }

  /// Takes the next packets in order of capture time as long as they suit the fast path.
  ///
  /// Nearly all do. They are `fastPathRow` then, in `chunk`; returns how many that is, `most` at most. None where the next is
  /// not, or there is none: `next` goes on then. It exists for speed alone.
  package mutating func nextFastPath(most: Int = FastPathRow.limit) throws(CaptureError) -> Int {
    guard !decoder.hasMore, filter == nil, !queue.hasSecretsAhead else { return 0 }
    try current.takeFastPath(before: queue.dueTime, &fastPathRow, most: most)
    fastPathDatagrams += fastPathRow.count
    return fastPathRow.count
  }

  /// The next packet in order of capture time; nil at the end of all inputs.
  ///
  /// Of captures that are not in order by themselves, the order is kept, as by mergecap.
  package mutating func next() throws(CaptureError) -> CapturedPacket? {
    decoder.clearPayload()
    if decoder.hasMore, let packet = decoder.next(current.frame, current.origin) { return packet }
    if queue.hasSecretsAhead {
      decoder.handOut(queue.takeSecretsAhead())
      return CapturedPacket(.secrets, current.betweenPackets)
    }
    while true {
      if current.arrival == nil { current.arrival = try current.nextRecord() }
      switch current.arrival {
      case .record, nil: break
      case .secrets:
        current.arrival = nil
        decoder.setPayload(.frame, 0, current.frame.count)
        return CapturedPacket(.secrets, current.betweenPackets)
      case .idle:
        current.arrival = nil
        return CapturedPacket(.idle, current.betweenPackets)
      case .end:
        if try queue.replaceEnded(&current) { continue }
        return decoder.nextHeld(atEnd: true)
      }
      if current.record.time >= queue.dueTime, try queue.exchange(&current) { continue }
      current.arrival = nil
      if let filter, let linkType = current.record.linkType,
        !Self.passes(filter, current, linkType)
      {
        return CapturedPacket(.other, current.origin)
      }
      return Self.decode(&decoder, current)
    }
  }

  @inline(never)
  private static func decode(
    _ decoder: inout PacketDecoder, _ input: borrowing CaptureInput
  ) -> CapturedPacket {
    var packet = CapturedPacket(.other, input.origin)
    decoder.decode(
      input.frame, linkType: input.record.linkType, originalLength: input.record.originalLength,
      &packet)
    decoder.noteBacklog()
    return packet
  }

  private static func passes(
    _ filter: PacketFilter, _ input: borrowing CaptureInput, _ linkType: UInt16
  ) -> Bool {
    filter.matches(input.frame, linkType: linkType, originalLength: input.record.originalLength)
  }

  /// Link types for which libpcap has no code for the filter; their packets did not pass.
  package var unfilteredLinkTypes: [UInt16] { filter?.unfilteredLinkTypes ?? [] }

  /// The payload of the packet that `next` returned last, in place; empty if it has none.
  package var payload: Span<UInt8> {
    @_lifetime(borrow self)
    get {
      let (start, count) = (decoder.payloadStart, decoder.payloadCount)
      return switch decoder.storage {
      case .frame: current.frame.extracting(start..<start + count)
      case .datagram: decoder.datagram.span.extracting(start..<start + count)
      case .stream: decoder.tcp.assembled.span
      }
    }
  }

  /// What the datagrams of `fastPathRow` lie in.
  package var chunk: Span<UInt8> {
    @_lifetime(borrow self)
    get { current.buffer.bytes.span }
  }

  /// What has been read of each input, in the order in which they were given.
  package var inputs: [InputSummary] { queue.summaries(with: current) }

  /// What became of the packets of all inputs so far.
  package var counters: CaptureCounters {
    var counters = decoder.counters
    counters.packets += fastPathDatagrams
    counters.udp += fastPathDatagrams
    return counters
  }
}
