import NetworkBytes
import RTP

extension Demultiplexer {
  /// Makes a candidate a stream, or two where two senders take turns in it, unless it was not asked for.
  mutating func accept(_ candidate: Probation.Candidate) -> Int? {
    counters.rtp += candidate.packets.count
    let key = candidate.key
    guard isSelected(key) else {
      counters.unselected += candidate.packets.count
      _ = unselected.insert(key)
      return nil
    }
    let lines = candidate.lines
    guard lines.areTwo, let second = lines.second else {
      return open(key, candidate.packets, unkept: candidate.dropped)
    }
    var (ones, others) = ([Probation.Packet](), [Probation.Packet]())
    for kept in candidate.packets {
      guard let packet = RTPPacket(parsing: kept.bytes.span, isTruncated: kept.isTruncated) else {
        continue
      }
      let isFirst = lines.first.distance(to: packet) <= second.distance(to: packet)
      if isFirst { ones.append(kept) } else { others.append(kept) }
    }
    guard !ones.isEmpty, !others.isEmpty else {
      return open(key, candidate.packets, unkept: candidate.dropped)
    }
    // That which is found by its key is the one that sent first.
    if ones[0].number > others[0].number { swap(&ones, &others) }
    let index = open(key, ones, unkept: candidate.dropped, isShared: true)
    streams[index].otherSender = open(key, others, unkept: 0, isShared: true)
    return index
  }

  private mutating func open(
    _ key: StreamKey, _ packets: [Probation.Packet], unkept: Int, isShared: Bool = false
  ) -> Int {
    let index = table.insert(key)
    streams.append(
      InboundStream(key: key, firstPacket: packets[0].number, options: options, pool: pages))
    streams[index].isShared = isShared
    streams[index].unkept = unkept
    streams[index].learn(from: bindings)
    noteProtection(of: index)
    for kept in packets {
      guard let packet = RTPPacket(parsing: kept.bytes.span, isTruncated: kept.isTruncated) else {
        continue
      }
      heldBytes +=
        streams[index].receive(
          packet, in: kept.bytes.span, at: kept.time, kept.place, isTruncated: kept.isTruncated,
          bindings
        ).growth
    }
    noteCall(of: index)
    streamsByAddress[key.source, default: []].append(index)
    if key.destination != key.source {
      streamsByAddress[key.destination, default: []].append(index)
    }
    return index
  }

  /// The stream that a packet belongs to, where two senders share what streams are told by.
  @inline(__always)
  func sender(of packet: RTPPacket, in stream: Int) -> Int {
    guard let other = streams[stream].otherSender else { return stream }
    return distance(of: packet, to: other) < distance(of: packet, to: stream) ? other : stream
  }

  private func distance(of packet: RTPPacket, to stream: Int) -> Int {
    streams[stream].reception.tracker.distance(to: packet.sequenceNumber, packet.timestamp)
  }

  /// Whether what begins as RTCP is a packet with the marker bit and a payload type that something names
  /// (RFC 5761, section 4), and has not the form of RTCP to its end.
  func isMedia(
    _ bytes: Span<UInt8>, from source: SocketAddress, to destination: SocketAddress
  ) -> Bool {
    guard bytes.count >= 12 else { return false }
    let payloadType = bytes[1] & 0x7f
    let key = StreamKey(ssrc: bytes.uint32(at: 8), source: source, destination: destination)
    guard bindings.names(payloadType) || bindings.expects(payloadType, on: key) else {
      return false
    }
    return RTCPCompound(parsing: bytes).condition == .damaged
  }
}
