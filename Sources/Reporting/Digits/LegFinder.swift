import DTMFAnalysis
import NetworkBytes
import RTP
import Signalling

/// Finds the streams that are one direction of a call: events may have an SSRC of their own.
struct LegFinder {
  struct Member {
    let stream: Int
    /// Seconds by which its time zero is later than that of the leg's first stream.
    let offset: Double
  }

  /// Each stream is in one leg.
  private(set) var legs: [[Member]] = []

  init(_ report: ExtractionReport) {
    let streams = report.streams
    var audioByPath: [Path: [Int]] = [:]
    var audioByParty: [Sender: [Int]] = [:]
    for index in streams.indices where !streams[index].isEventsOnly {
      audioByPath[Path(streams[index].key), default: []].append(index)
      if let sender = Sender(streams[index]) { audioByParty[sender, default: []].append(index) }
    }
    var joined: [Int: [Int]] = [:]
    var isJoined = [Bool](repeating: false, count: streams.count)
    for index in streams.indices where streams[index].isEventsOnly {
      let onPath = audioByPath[Path(streams[index].key)] ?? []
      let ofParty = Sender(streams[index]).flatMap { audioByParty[$0] } ?? []
      let nearest = (onPath.isEmpty ? ofParty : onPath)
        .filter { streams[$0].overlaps(streams[index]) }
        .min { streams[$0].distance(to: streams[index]) < streams[$1].distance(to: streams[index]) }
      guard let nearest else { continue }
      joined[nearest, default: []].append(index)
      isJoined[index] = true
    }
    for index in streams.indices where !isJoined[index] {
      let zero = streams[index].zeroTime
      legs.append(
        ([index] + (joined[index] ?? [])).map {
          Member(stream: $0, offset: Double(streams[$0].zeroTime &- zero) * 1e-9)
        })
    }
  }

  private struct Path: Hashable {
    let source: SocketAddress
    let destination: SocketAddress

    init(_ key: StreamKey) {
      source = key.source
      destination = key.destination
    }
  }

  private struct Sender: Hashable {
    let call: Int
    let isCaller: Bool

    init?(_ stream: StreamReport) {
      guard let call = stream.callIndex, let sender = stream.sender else { return nil }
      self.call = call
      isCaller = sender == .caller
    }
  }
}

extension StreamReport {
  /// Whether it carries events and no audio.
  fileprivate var isEventsOnly: Bool {
    guard let events else { return false }
    return !events.events.isEmpty && !isAudio
  }

  /// Whether both run at one time, to a second.
  func overlaps(_ other: StreamReport) -> Bool {
    statistics.firstTime <= other.statistics.lastTime &+ 1_000_000_000
      && other.statistics.firstTime <= statistics.lastTime &+ 1_000_000_000
  }
}
