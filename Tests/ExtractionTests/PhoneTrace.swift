import Foundation

/// Writes a phone's RTP with digits as tones, as events, or as both: PCMU in packets of 20 ms, and
/// with each of them a report of every event that lasts.
struct PhoneTrace {
  /// A digit in seconds.
  struct Press {
    let digit: Character
    let start: Double
    let length: Double

    init(_ digit: Character, _ start: Double, _ length: Double = 0.16) {
      self.digit = digit
      self.start = start
      self.length = length
    }
  }

  var tones: [Press] = []
  var events: [Press] = []
  var seconds = 2.0
  /// Audio packets that never come, by number.
  var lost: Set<Int> = []
  var ssrc: UInt32 = 7
  /// The SSRC of the events, where it is another one.
  var eventSSRC: UInt32?
  var source: UInt8 = 1
  var destination: UInt8 = 2
  /// Reports with the E bit.
  var ends = 3
  /// Seconds by which everything is captured later.
  var delay = 0.0

  private static let keys: [Character] = Array("0123456789*#ABCD")

  /// Appends its packets to a trace, in order of capture time.
  func write(to trace: inout TraceWriter) {
    var sequence = 1000
    var eventSequence = 5000
    for packet in 0..<Int(seconds * 50) {
      let start = Double(packet) / 50
      if !lost.contains(packet) {
        trace.add(
          sequence: sequence, timestamp: 8000 + packet * 160, at: delay + start + 0.02, ssrc: ssrc,
          source: source, destination: destination, payload: Self.audio(tones, packet))
      }
      sequence += 1
      for report in reports(at: packet) {
        trace.add(
          sequence: eventSSRC == nil ? sequence : eventSequence,
          timestamp: 8000 + Int((report.press.start * 8000).rounded()), at: delay + start + 0.0201,
          payloadType: 101, ssrc: eventSSRC ?? ssrc, marker: report.isFirst, source: source,
          destination: destination, payload: report.bytes)
        if eventSSRC == nil { sequence += 1 } else { eventSequence += 1 }
      }
    }
  }

  /// The trace of this phone alone.
  var trace: TraceWriter {
    var trace = TraceWriter()
    write(to: &trace)
    return trace
  }

  private struct Report {
    let bytes: [UInt8]
    let press: Press
    let isFirst: Bool
  }

  private func reports(at packet: Int) -> [Report] {
    let (start, end) = (Double(packet) / 50, Double(packet + 1) / 50)
    var reports: [Report] = []
    for press in events {
      let last = press.start + press.length
      guard end > press.start + 1e-9, start < last - 1e-9 else { continue }
      let ticks = Int((min(end - press.start, press.length) * 8000).rounded())
      let code = UInt8(Self.keys.firstIndex(of: press.digit) ?? 255)
      let isFirst = start < press.start + 1e-9
      let length = [UInt8(ticks >> 8), UInt8(ticks & 0xff)]
      reports.append(Report(bytes: [code, 10] + length, press: press, isFirst: isFirst))
      guard end >= last - 1e-9 else { continue }
      for _ in 0..<ends {
        reports.append(Report(bytes: [code, 0x8a] + length, press: press, isFirst: false))
      }
    }
    return reports
  }

  /// 160 samples of µ-law: the tones at −10 dBm0 each.
  private static func audio(_ tones: [Press], _ packet: Int) -> [UInt8] {
    (packet * 160..<packet * 160 + 160).map { mulaw(sample(tones, Double($0) / 8000)) }
  }

  /// One sample of the digits in `tones`, after ITU-T Q.23.
  static func sample(_ tones: [Press], _ time: Double) -> Double {
    let rows = [697.0, 770, 852, 941]
    let columns = [1209.0, 1336, 1477, 1633]
    let keypad: [Character] = Array("123A456B789C*0#D")
    let amplitude = 32_767 * pow(10, (-10 - 3.14) / 20)
    return tones.reduce(0) { sum, press in
      guard time >= press.start, time < press.start + press.length,
        let key = keypad.firstIndex(of: press.digit)
      else { return sum }
      let turn = 2 * Double.pi * (time - press.start)
      return sum + amplitude * (sin(turn * rows[key / 4]) + sin(turn * columns[key % 4]))
    }
  }

  /// ITU-T G.711, µ-law: sign, exponent, mantissa of the biased magnitude, all inverted.
  static func mulaw(_ sample: Double) -> UInt8 {
    let magnitude = min(Int(sample.magnitude.rounded()), 32_635) + 132
    let exponent = max(0, Int.bitWidth - magnitude.leadingZeroBitCount - 8)
    let mantissa = magnitude >> (exponent + 3) & 0x0f
    return ~UInt8((sample < 0 ? 0x80 : 0) | exponent << 4 | mantissa)
  }
}
