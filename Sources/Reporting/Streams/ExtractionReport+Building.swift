package import Capture
package import Demultiplexing
import NetworkBytes
import Playout
import RTP
import Signalling

extension ExtractionReport {
  package init(
    _ demultiplexer: borrowing Demultiplexer, played: [Int: PlayedStream], inputs: [InputSummary],
    capture: CaptureCounters, unfilteredLinkTypes: [UInt16], isInterrupted: Bool
  ) {
    self.inputs = inputs.map {
      Input(
        path: $0.path, packets: $0.packets, bytes: $0.bytes, isTruncated: $0.isTruncated,
        damage: $0.damage, dropped: $0.dropped)
    }
    let counters = demultiplexer.counters
    packets = capture.packets
    udp = capture.udp
    rtp = counters.rtp
    rtcp = counters.rtcp
    rtcpUnread = demultiplexer.rtcp.counters
    self.capture = capture
    sip = demultiplexer.signalling.counters.messages
    truncated = counters.truncated + capture.truncated
    notRTP = counters.notRTP
    nearest = demultiplexer.nearStreams.map(\.sentence)
    self.isInterrupted = isInterrupted
    startTime = demultiplexer.traceStart
    let calls = demultiplexer.signalling.calls
    let order = demultiplexer.streams.indices.sorted {
      demultiplexer.streams[$0].firstPacket < demultiplexer.streams[$1].firstPacket
    }
    streams = order.map { index in
      StreamReport(
        demultiplexer.streams[index], calls: calls,
        control: demultiplexer.rtcp.control(of: demultiplexer.streams[index].key),
        played: played[index],
        hasUnreadBodies: demultiplexer.signalling.counters.compressed > 0)
    }
    self.calls = calls
    signalledDigits = demultiplexer.signalling.digits
    notes =
      Self.warnings(on: inputs, capture)
      + warningSentences(on: counters, Demultiplexer.Counters.warnings)
      + warningSentences(on: capture, CaptureCounters.warnings)
      + warningSentences(on: demultiplexer.signalling.counters, SignallingCounters.warnings)
    notes += Self.securityWarnings(on: demultiplexer, inputs, capture)
    notes += Self.warnings(onUnlisted: demultiplexer.unlistedPayloadTypes)
    for type in unfilteredLinkTypes {
      notes.append(
        "the filter cannot be applied to packets of link type \(type); none of them passed")
    }
    pairDirections()
  }

  private static func warnings(onUnlisted payloadTypes: [UInt8]) -> [String] {
    payloadTypes.map {
      "packets with payload type \($0) look like RTP, but RFC 3551 does not list it, and no SDP or option names it; "
        + "say what it is with --rtpmap \($0)=CODEC/CLOCK"
    }
  }

  private static func warnings(
    on inputs: [InputSummary], _ capture: CaptureCounters
  ) -> [String] {
    var warnings: [String] = []
    for input in inputs {
      if input.isTruncated {
        warnings.append("\(input.path): cut short in its last record; all whole packets are used")
      }
      if let dropped = input.dropped, dropped > 0 {
        warnings.append("\(input.path): \(dropped) packets were dropped by the kernel")
      }
      if let damage = input.damage {
        warnings.append("\(input.path): \(damage); the packets before it are used")
      }
    }
    for (type, count) in capture.unsupportedLinkTypes.sorted(by: { $0.key < $1.key }) {
      warnings.append("\(count) packets of link type \(type) are not read")
    }
    return warnings
  }

  /// Finds for each stream of a call the one in the other direction: on the same pair of
  /// addresses, else the other party's that starts nearest.
  private mutating func pairDirections() {
    var byCall: [Int: [Int]] = [:]
    for index in streams.indices {
      if let call = streams[index].callIndex { byCall[call, default: []].append(index) }
    }
    for indices in byCall.values {
      for index in indices {
        let stream = streams[index]
        let others = indices.filter {
          $0 != index && streams[$0].sender != stream.sender
            && (streams[$0].isAudio == stream.isAudio)
        }
        let reversed = others.filter {
          streams[$0].key.source == stream.key.destination
            && streams[$0].key.destination == stream.key.source
        }
        let nearest = (reversed.isEmpty ? others : reversed).min {
          streams[$0].distance(to: stream) < streams[$1].distance(to: stream)
        }
        streams[index].reverse = nearest
        streams[index].reverseSSRC = nearest.map { "0x" + streams[$0].key.ssrcText }
      }
    }
  }
}

extension StreamReport {
  /// Whether any of its packets is audio, decodable or not.
  package var isAudio: Bool { formats.contains { $0.codec != nil } }

  func distance(to other: StreamReport) -> UInt64 {
    (statistics.firstTime &- other.statistics.firstTime).magnitude
  }
}

extension NearStream {
  /// What it is, and what it lacks.
  fileprivate var sentence: String {
    "\(key.source) -> \(key.destination), SSRC 0x\(key.ssrcText): \(packets) packets with payload type "
      + "\(payloadType)\(isListed ? "" : ", which no list names"), \(run) of them in a row"
  }
}
