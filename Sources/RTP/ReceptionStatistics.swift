/// Arrival times of a stream, as RFC 3550, appendix A.8, and `tshark -z rtp,streams` measure them.
package struct ReceptionStatistics: Sendable {
  /// The capture time of the first packet, ns since 1970.
  package private(set) var firstTime: Int64 = 0
  package private(set) var lastTime: Int64 = 0
  /// The longest time between two packets of the stream in order of capture, ns.
  package private(set) var maximumDelta: Int64 = 0
  /// The interarrival jitter as it stands, in seconds.
  private var jitter = 0.0
  private var jitterSum = 0.0
  private var maximumJitterSeconds = 0.0
  private var jitterPackets = 0
  private var previousTime: Int64 = 0
  private var previousTimestamp: UInt32 = 0
  private var previousClockRate: Int32 = 0
  private var packets = 0
  /// Seconds from which on a step of the timestamp is no jitter but a reset.
  private static let reset = 10.0

  package init() {}

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

  /// Takes an audio packet: its timestamp in ticks of `clockRate`; jitter starts anew when that
  /// rate changes.
  @inline(__always)
  package mutating func receiveAudio(timestamp: UInt32, clockRate: Int, at time: Int64) {
    let rate = Int32(truncatingIfNeeded: clockRate)
    if rate == previousClockRate {
      let ticks = Int32(bitPattern: timestamp &- previousTimestamp)
      let difference = Double(time &- previousTime) * 1e-9 - Double(ticks) / Double(rate)
      if difference.magnitude < Self.reset {
        jitter += (difference.magnitude - jitter) / 16
        jitterSum += jitter
        jitterPackets += 1
        maximumJitterSeconds = max(maximumJitterSeconds, jitter)
      }
    } else {
      jitter = 0
    }
    (previousTime, previousTimestamp, previousClockRate) = (time, timestamp, rate)
  }

  /// Forgets the last audio packet: what follows is a new segment.
  package mutating func restart() { previousClockRate = 0 }

  /// The mean of the jitter after each audio packet, ms; nil below two audio packets.
  package var meanJitterMilliseconds: Double? {
    jitterPackets == 0 ? nil : jitterSum / Double(jitterPackets) * 1000
  }

  /// The highest jitter, ms; nil below two audio packets.
  package var maximumJitterMilliseconds: Double? {
    jitterPackets == 0 ? nil : maximumJitterSeconds * 1000
  }

  /// The longest time between two packets, ms; nil below two packets.
  package var maximumDeltaMilliseconds: Double? {
    packets < 2 ? nil : Double(maximumDelta) / 1e6
  }
}
