import DTMFAnalysis
import NetworkBytes
import Playout
import RTP
import Signalling

/// Gives the digits of SIP INFO to the streams that they speak for.
struct AttachedInfo {
  /// By index of the stream in the report.
  private(set) var digits: [Int: [InfoDigit]] = [:]
  /// Parties whose digits no stream stands for.
  private(set) var unheard: [DTMFReport.Stream] = []

  private struct Speaker: Hashable {
    let call: Int
    let party: Party
  }

  init(_ report: ExtractionReport) {
    var others: [Speaker: [SignalledDigit]] = [:]
    var order: [Speaker] = []
    for digit in report.signalledDigits {
      if let index = Self.stream(for: digit, in: report.streams) {
        digits[index, default: []].append(
          InfoDigit(digit, zero: report.streams[index].zeroTime))
      } else {
        let speaker = Speaker(call: digit.call, party: digit.party)
        if others[speaker] == nil { order.append(speaker) }
        others[speaker, default: []].append(digit)
      }
    }
    for speaker in order {
      guard let list = others[speaker], let first = list.first else { continue }
      unheard.append(
        DTMFReport.Stream(
          ssrc: nil, source: first.source.description, destination: first.destination.description,
          file: nil, channel: nil, codec: nil,
          digits: StreamDigits(info: list.map { InfoDigit($0, zero: report.startTime) }),
          nearMisses: [], sampleRate: 8000))
    }
  }

  /// The first stream that the party sends in the call, best one that runs at that time; where the
  /// call says nothing of its media, one between the hosts that signal.
  private static func stream(for digit: SignalledDigit, in streams: [StreamReport]) -> Int? {
    let ofCall = streams.indices.filter {
      streams[$0].callIndex == digit.call && streams[$0].sender == digit.party
    }
    let candidates =
      ofCall.isEmpty
      ? streams.indices.filter {
        streams[$0].callIndex == nil
          && streams[$0].key.source.address == digit.source.address
          && streams[$0].key.destination.address == digit.destination.address
      } : ofCall
    let running = candidates.filter { streams[$0].runs(at: digit.time) }
    return running.first { streams[$0].isAudio } ?? running.first ?? candidates.first
  }
}

extension StreamReport {
  /// The capture time of its time zero.
  var zeroTime: Int64 { played?.zeroTime ?? statistics.firstTime }

  /// Whether it has begun a second after `time` and not ended a second before.
  fileprivate func runs(at time: Int64) -> Bool {
    statistics.firstTime <= time &+ 1_000_000_000 && statistics.lastTime >= time &- 1_000_000_000
  }
}

extension InfoDigit {
  fileprivate init(_ digit: SignalledDigit, zero: Int64) {
    self.init(
      digit: digit.digit, start: Double(digit.time &- zero) * 1e-9,
      duration: digit.milliseconds.map { Double($0) / 1000 })
  }
}
