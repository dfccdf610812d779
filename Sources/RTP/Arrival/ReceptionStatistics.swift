/// Arrival times of a stream, as RFC 3550, appendix A.8, and `tshark -z rtp,streams` measure them.
package struct ReceptionStatistics: Sendable {
  // What every packet asks for lies together, in as few lines of memory as can be.
  /// The step of the timestamps from packet to packet.
  package private(set) var packetTime = PacketTime()
  package private(set) var lastTime: Int64 = 0
  /// The longest time between two packets of the stream in order of capture, ns.
  package private(set) var maximumDelta: Int64 = 0
  /// The interarrival jitter as it stands, in seconds.
  private var jitter = 0.0
  private var jitterSum = 0.0
  private var maximumJitterSeconds = 0.0
  private var jitterPackets = 0
  private var previousOrder: Int64 = 0
  private var previousTime: Int64 = 0
  private var previousTimestamp: UInt32 = 0
  private var previousClockRate: Int32 = 0
  private var packets = 0
  /// How late packets come.
  package private(set) var delay = ArrivalDelay()
  /// The capture time of the first packet, ns since 1970.
  package private(set) var firstTime: Int64 = 0
  /// Seconds from which on a step of the timestamp is no jitter but a reset.
  private static let reset = 10.0

  package init() {}

  /// Takes all that `other` measured, but when packets came.
  mutating func adoptAudio(of other: ReceptionStatistics) {
    var adopted = other
    (adopted.firstTime, adopted.lastTime) = (firstTime, lastTime)
    (adopted.maximumDelta, adopted.packets) = (maximumDelta, packets)
    self = adopted
  }

  /// Takes the capture time of any packet of the stream.
  @inline(__always)
  package mutating func receive(at time: Int64) {
    if packets == 0 {
      firstTime = time
    } else {
      maximumDelta = max(maximumDelta, time &- lastTime)
    }
    lastTime = time
    packets += 1
  }

  /// Takes the capture time of any packet but the first.
  @inline(__always)
  mutating func receiveNext(at time: Int64) {
    maximumDelta = max(maximumDelta, time &- lastTime)
    lastTime = time
    packets &+= 1
  }

  /// Takes an audio packet: its extended sequence number, and its timestamp in ticks of `clockRate`;
  /// jitter starts anew when that rate changes.
  @inline(__always)
  package mutating func receiveAudio(
    order: Int64, timestamp: UInt32, clockRate: Int, at time: Int64
  ) {
    let rate = Int32(truncatingIfNeeded: clockRate)
    guard rate == previousClockRate else { return begin(order, timestamp, rate, at: time) }
    let ticks = Int32(bitPattern: timestamp &- previousTimestamp)
    let difference = Double(time &- previousTime) * 1e-9 - Double(ticks) / Double(rate)
    if difference.magnitude < Self.reset {
      jitter += (difference.magnitude - jitter) / 16
      jitterSum += jitter
      jitterPackets &+= 1
      if jitter > maximumJitterSeconds { maximumJitterSeconds = jitter }
    }
    delay.lateness += difference
    let (earlier, orders) = (previousTime, order &- previousOrder)
    (previousTime, previousTimestamp, previousOrder) = (time, timestamp, order)
    if orders == 1, ticks == packetTime.usual {
      packetTime.usualCount &+= 1
      if delay.lateness <= delay.bar, time < delay.windowEnd, time >= earlier,
        delay.lateness >= delay.floor || delay.isLeast(at: time)
      {
        return
      }
    }
    examine(orders, ticks, difference, from: earlier, to: time)
  }

  /// Takes the first audio packet, and the first of another clock rate or segment.
  @inline(never)
  private mutating func begin(
    _ order: Int64, _ timestamp: UInt32, _ rate: Int32, at time: Int64
  ) {
    jitter = 0
    packetTime.change(to: rate)
    delay.begin(at: time, packets: packets)
    (previousTime, previousTimestamp, previousOrder) = (time, timestamp, order)
    previousClockRate = rate
  }

  /// Looks at a packet that is not just the next, in its place and its time.
  @inline(never)
  private mutating func examine(
    _ orders: Int64, _ ticks: Int32, _ difference: Double, from earlier: Int64, to time: Int64
  ) {
    let isEven = orders == 1 && ticks == packetTime.usual
    if orders == 1, !isEven { packetTime.count(ticks) }
    if orders > 0, orders < Int64(UInt16.max) {
      // After a silence of 100 ms or more a receiver begins anew.
      let silence = Int64(ticks) - orders * Int64(packetTime.ticks)
      if silence >= Int64(previousClockRate / 10) { delay.anchor() }
    }
    delay.examine(
      at: time, after: earlier, difference: difference, isEven: isEven, packets: packets)
  }

  /// Forgets the last audio packet: what follows is a new segment.
  package mutating func restart() { previousClockRate = 0 }

  /// Ends the stream.
  package mutating func finish() { delay.finish(packets: packets) }

  /// Whether anything about the arrival of audio was measured: two audio packets at least, and a capture time that
  /// goes on, which packets without one do not bring (Simple Packet Blocks of pcapng have none).
  package var isMeasured: Bool { jitterPackets > 0 && maximumDelta > 0 }

  /// The mean of the jitter after each audio packet, ms; nil where nothing was measured.
  package var meanJitterMilliseconds: Double? {
    isMeasured ? jitterSum / Double(jitterPackets) * 1000 : nil
  }

  /// The highest jitter, ms; nil where nothing was measured.
  package var maximumJitterMilliseconds: Double? {
    isMeasured ? maximumJitterSeconds * 1000 : nil
  }

  /// The longest time between two packets, ms; nil below two packets, and where time never went on.
  package var maximumDeltaMilliseconds: Double? {
    maximumDelta > 0 ? Double(maximumDelta) / 1e6 : nil
  }
}
