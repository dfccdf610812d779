import NetworkBytes
import Playout
import RTP

/// Places streams by their senders' wall clocks, where sender reports give them one.
///
/// Streams of one host and one canonical name share a clock (RFC 3550, section 6.4.1). How far the
/// clocks of two hosts are apart follows from reports that quote each other (`ClockExchange`).
struct WallClocks {
  /// A wall clock, of one call where signalling knows calls.
  private struct Clock: Hashable {
    enum Name: Hashable { case canonical(String), source(UInt32) }

    let call: Int?
    let host: IPAddress
    let name: Name
  }

  private struct CallLink: Hashable {
    let call: Int?
    let link: RTCPLink
  }

  /// A stream that has a wall clock.
  private struct Member {
    let stream: Int
    let start: Int64
    let end: Int64
    /// The wall clock at the stream's time zero, in seconds after the first member's.
    let zero: Double
    var captured: Double = 0
  }

  /// How far another clock is ahead, in seconds.
  private struct Offset {
    let clock: Clock
    let seconds: Double
    let delay: Double
  }

  /// What differs more than this from capture time, in seconds, is not believed.
  private static let tolerance = 2.0

  private var members: [Clock: [Member]] = [:]
  /// The clocks in order of their first stream.
  private var order: [Clock] = []
  private var offsets: [Clock: [Offset]] = [:]

  init(_ streams: [StreamReport]) {
    var clocks: [CallLink: Clock] = [:]
    var base: NTPTimestamp?
    for (index, stream) in streams.enumerated() {
      guard let control = stream.measures.control, let pair = control.clock.first,
        let zeroTimestamp = stream.played?.zeroTimestamp, stream.measures.clockRate > 0
      else { continue }
      let clock = Clock(
        call: stream.callIndex, host: stream.key.source.address,
        name: control.canonicalName.map { .canonical($0) } ?? .source(stream.key.ssrc))
      base = base ?? pair.time
      let ticks = Int32(bitPattern: pair.timestamp &- zeroTimestamp)
      let zero =
        pair.time.seconds(since: base ?? pair.time)
        - Double(ticks) / control.clock.ticksPerSecond(clockRate: stream.measures.clockRate)
      if members[clock] == nil { order.append(clock) }
      members[clock, default: []].append(
        Member(
          stream: index, start: stream.statistics.firstTime, end: stream.statistics.lastTime,
          zero: zero))
      clocks[CallLink(call: stream.callIndex, link: RTCPObserver.link(of: stream.key))] = clock
    }
    for clock in order {
      for member in members[clock] ?? [] {
        guard let exchange = streams[member.stream].measures.control?.clock.exchange,
          let peer = clocks[CallLink(call: clock.call, link: exchange.peer)], peer != clock
        else { continue }
        offsets[clock, default: []].append(
          Offset(clock: peer, seconds: exchange.offset, delay: exchange.delay))
        offsets[peer, default: []].append(
          Offset(clock: clock, seconds: -exchange.offset, delay: exchange.delay))
      }
    }
  }

  /// The capture time that stands for each stream's time zero, ns since 1970, where wall clocks
  /// say it.
  ///
  /// Of streams that are placed together none moves ahead of its capture time: the one that took
  /// longest to the capture point stays at it, and the others move behind.
  func places() -> [Int: Int64] {
    var places: [Int: Int64] = [:]
    var seen = Set<Clock>()
    for clock in order where !seen.contains(clock) {
      var group = related(to: clock, &seen)
      group.sort { ($0.start, $0.stream) < ($1.start, $1.stream) }
      // Streams of a call belong together; others only while they overlap.
      for part in clock.call == nil ? Self.overlapping(group) : [group] {
        Self.place(part, in: &places)
      }
    }
    return places
  }

  /// All streams whose clocks are related, by the clock of the first.
  private func related(to first: Clock, _ seen: inout Set<Clock>) -> [Member] {
    var group: [Member] = []
    var waiting = [(clock: first, ahead: 0.0)]
    seen.insert(first)
    while !waiting.isEmpty {
      let (clock, ahead) = waiting.removeFirst()
      for member in members[clock] ?? [] {
        group.append(
          Member(
            stream: member.stream, start: member.start, end: member.end,
            zero: member.zero - ahead))
      }
      for offset in (offsets[clock] ?? []).sorted(by: { $0.delay < $1.delay })
      where seen.insert(offset.clock).inserted {
        waiting.append((offset.clock, ahead + offset.seconds))
      }
    }
    return group
  }

  /// Cuts streams in order of their starts where none goes on.
  private static func overlapping(_ group: [Member]) -> [[Member]] {
    var parts: [[Member]] = []
    var end = Int64.min
    for member in group {
      if parts.isEmpty || member.start > end { parts.append([]) }
      parts[parts.count - 1].append(member)
      end = max(end, member.end)
    }
    return parts
  }

  private static func place(_ group: [Member], in places: inout [Int: Int64]) {
    guard let first = group.first else { return }
    let believed = group.map { member in
      var member = member
      member.captured = Double(member.start &- first.start) * 1e-9
      return member
    }
    .filter { ($0.zero - first.zero - $0.captured).magnitude <= tolerance }
    guard believed.count > 1 else { return }
    let longest = believed.map { $0.captured - ($0.zero - first.zero) }.max() ?? 0
    for member in believed {
      let place = (member.zero - first.zero + longest) * 1e9
      guard let offset = Int64(exactly: place.rounded()) else { continue }
      places[member.stream] = first.start &+ offset
    }
  }
}
