import Audio
import Capture
import Codecs
import DTMFAnalysis
import Demultiplexing
import JSON
import Playout
import RTP
import Signalling

extension StreamReport {
  init(
    _ stream: borrowing InboundStream, calls: [Call], control: StreamControl?,
    played: PlayedStream?, hasUnreadBodies: Bool
  ) {
    key = stream.key
    var formats = stream.formats
    for (index, clock) in played?.result.clocksSeen ?? [:] where Int(index) < formats.count {
      formats[Int(index)].clockSeen = clock
    }
    for (index, remark) in played?.result.remarks ?? [:] where Int(index) < formats.count {
      formats[Int(index)].remark = remark
    }
    self.formats = formats.filter { $0.packets > 0 }
    packets = stream.reception.tracker.packets
    lost = stream.reception.tracker.lost
    expected = stream.reception.tracker.expected
    duplicates = stream.reception.tracker.duplicates
    reordered = stream.reception.tracker.reordered
    late = stream.reception.tracker.late
    statistics = stream.reception.statistics
    callIndex = stream.call
    call = stream.call.flatMap { calls.indices.contains($0) ? calls[$0] : nil }
    sender = stream.sender
    outcome = played
    srtp = StreamSRTP(
      stream.protected, played?.opened,
      looksEncrypted: played?.result.isEncrypted == true)
    // What is encrypted reports nothing that could be read.
    let isReadable = srtp?.isClosed != true
    events = (isReadable ? stream.eventLog : nil).map { log in
      StreamEvents(
        log, meanings: stream.meanings, payloadTypes: stream.formats.map(\.payloadType),
        places: played?.result.eventPlaces ?? [])
    }
    let clockRate = stream.formats.first { $0.packets > 0 && $0.codec != nil }?.format?.clockRate
    measures = StreamMeasures(
      stream.reception.statistics, lossBursts: stream.reception.tracker.lossBursts,
      control: control,
      lateForBuffer: stream.lateForBuffer, clockRate: clockRate ?? 0)
    place = StreamPlace(time: stream.reception.statistics.firstTime)
    encapsulations = stream.encapsulations
    file = nil
    firstPacket = stream.firstPacket
    warnings = []
    if stream.isShared {
      warnings.append(
        "two senders use SSRC 0x\(key.ssrcText) between the same addresses; they were told apart by "
          + "sequence numbers and timestamps")
    }
    warnings +=
      refusals(hasUnreadBodies) + StreamCounters(stream, events, played?.result).sentences
      + (played?.result.timeWarnings(formats) ?? []) + formats.compactMap(\.remarkWarning) + steps
      + (srtp?.warnings ?? [])
  }

  /// Why there is no file, with what to do about it.
  private func refusals(_ hasUnreadBodies: Bool) -> [String] {
    if let refusal = srtp?.refusal { return [refusal] }
    return formats.compactMap { format in
      let type = format.payloadType
      switch format.role {
      case .unknown:
        let reason =
          hasUnreadBodies
          ? "is described in no SIP body that could be read, as some are compressed"
          : "is not described in the trace"
        return "payload type \(type) \(reason); "
          + "say what it is with --rtpmap \(type)=NAME/RATE"
      case .unsupported:
        let name = format.format?.encodingName ?? "unknown"
        if let media = format.format, let codec = Codec.codec(for: media) {
          if let library = codec.missingLibrary {
            return "payload type \(type) is \(name), which cannot be decoded: \(library.absence)"
          }
          if let refusal = codec.refusal(of: media) {
            return "payload type \(type) is \(name) with \(refusal), which cannot be decoded"
          }
        }
        let isAudio = format.format.map { Codec.isKnown($0) } ?? false
        return isAudio
          ? "payload type \(type) is \(name), which cannot be decoded"
          : "payload type \(type) is \(name), which is no audio that can be decoded"
      default: return nil
      }
    }
  }

  /// Where capture time and RTP do not go together.
  private var steps: [String] {
    guard let envelope = statistics.delay.envelope, let first = envelope.firstStep else {
      return []
    }
    let place = Double(first.time &- statistics.firstTime) * 1e-9
    let (at, by) = (JSONWriter.text(place, decimals: 3), JSONWriter.text(first.length, decimals: 3))
    return [
      "capture time steps while RTP goes on evenly, \(envelope.steps) times, first by \(by) s "
        + "\(at) s after the first packet: a clock was set, or the sender paused"
    ]
  }
}

extension PlayoutResult {
  /// Where the events lie, in seconds from the stream's time zero.
  fileprivate var eventPlaces: [EventPlace] {
    events.map {
      EventPlace(
        code: $0.event.code, timestamp: $0.event.timestamp,
        start: Double($0.start) / Double(timelineRate))
    }
  }
}
