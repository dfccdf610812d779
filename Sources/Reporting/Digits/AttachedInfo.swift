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

  /// What a stream goes from and to.
  private struct Hosts: Hashable {
    let source: IPAddress
    let destination: IPAddress
  }

  init(_ report: ExtractionReport) {
    var bySpeaker: [Speaker: [Int]] = [:]
    var byHosts: [Hosts: [Int]] = [:]
    for (index, stream) in report.streams.enumerated() {
      if let call = stream.callIndex, let party = stream.sender {
        bySpeaker[Speaker(call: call, party: party), default: []].append(index)
      } else if stream.callIndex == nil {
        let key = stream.key
        let hosts = Hosts(source: key.source.address, destination: key.destination.address)
        byHosts[hosts, default: []].append(index)
      }
    }
    var others: [Speaker: [SignalledDigit]] = [:]
    var order: [Speaker] = []
    for digit in report.signalledDigits {
      let speaker = Speaker(call: digit.call, party: digit.party)
      let hosts = Hosts(source: digit.source.address, destination: digit.destination.address)
      // Where the call says nothing of its media: a stream between the hosts that signal.
      let candidates = bySpeaker[speaker] ?? byHosts[hosts] ?? []
      if let index = Self.stream(among: candidates, at: digit.time, of: report.streams) {
        digits[index, default: []].append(
          InfoDigit(digit, zero: report.streams[index].zeroTime))
      } else {
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

  /// The first of the streams, best one with audio that runs at that time.
  private static func stream(
    among candidates: [Int], at time: Int64, of streams: [StreamReport]
  ) -> Int? {
    let running = candidates.filter { streams[$0].runs(at: time) }
    return running.first { streams[$0].isAudio } ?? running.first ?? candidates.first
  }
}

extension StreamReport {
  /// The capture time of its time zero.
  package var zeroTime: Int64 { played?.zeroTime ?? statistics.firstTime }

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
