import Audio
import Playout
import TestSupport
import Testing

@Suite("Telephone-events in the audio")
struct EventRenderingTests {
  /// The peak of each tone of an event of volume 10: -10 dBm0 for both together, and a full-scale
  /// sine has +3.14 dBm0.
  private static let peak = 32_767 * 0.155_95

  /// The eight frequencies' peaks in `samples`.
  private static func tones(_ samples: ArraySlice<Int16>) -> [Double] {
    [697, 770, 852, 941, 1209, 1336, 1477, 1633].map { amplitude($0, samples, rate: 8000) }
  }

  private static func expectDigit(_ low: Int, _ high: Int, in samples: ArraySlice<Int16>) {
    for (index, level) in tones(samples).enumerated() {
      let isOn = index == low || index == 4 + high
      #expect(isOn ? abs(level - peak) < peak / 50 : level < peak / 50)
    }
  }

  /// A stream that sends a report in place of audio while an event lasts.
  private static func stream(_ presses: [[Packet]], of count: Int) -> [Packet] {
    var packets = Stream.silence(count)
    for press in presses {
      packets.removeAll { packet in press.contains { $0.order == packet.order } }
      packets += press
    }
    return packets.sorted { $0.order < $1.order }
  }

  @Test("a digit stands at its timestamp, for its duration, at its level")
  func digit() throws {
    // 5 is 770 and 1336 Hz; 0.8 s, so that every frequency is told from its neighbour.
    let packets = Self.stream([Stream.press(5, at: 50, length: 40)], of: 200)
    let played = try play(packets, [Media.pcmu, Media.event])
    #expect(played.result.digits.text == "5")
    #expect(played.result.events.map(\.start) == [8000])
    #expect(played.result.events.map(\.end) == [14_400])
    Self.expectDigit(1, 1, in: played.samples[8000..<14_400])
    #expect(played.samples[..<8000].allSatisfy { $0 == 0 })
    #expect(played.samples[14_400...].allSatisfy { $0 == 0 })
    #expect(played.samples[8100..<14_300].contains { abs($0) > 8000 })
    #expect(played.gaps == ["8000-14720 event rendered"])
    #expect(played.samples.count == 32_000)
  }

  @Test("every event code of a digit has the digit's tones", arguments: 0...15)
  func codes(_ code: Int) throws {
    let packets = Self.stream([Stream.press(UInt8(code), at: 10, length: 50)], of: 80)
    let played = try play(packets, [Media.pcmu, Media.event])
    let digits = Array("123A456B789C*0#D")
    let key = try #require(digits.firstIndex(of: Array("0123456789*#ABCD")[code]))
    Self.expectDigit(key / 4, key % 4, in: played.samples[1600..<9600])
  }

  @Test("a digit is mixed over audio that goes on")
  func mixed() throws {
    let bytes = sineMu(400, amplitude: 4000, count: 160 * 100)
    var packets = (0..<100).map { Stream.packet($0, Array(bytes[$0 * 160..<($0 + 1) * 160])) }
    let press = Stream.press(1, at: 20, length: 50)
    // Each report follows the audio packet of its time: orders count both.
    for index in packets.indices { packets[index].order = 100 + Int64(index) * 2 }
    for (index, report) in press.enumerated() {
      var report = report
      report.order = 101 + Int64(20 + index) * 2
      packets.append(report)
    }
    for index in packets.indices where packets[index].order % 2 == 0 {
      let position = (packets[index].order - 100) / 2
      packets[index].order = 100 + position + max(0, min(position - 20, 52))
    }
    for index in packets.indices where packets[index].format == 1 {
      packets[index].order = 100 + (packets[index].order - 101) / 2 * 2 - 20 + 1
    }
    packets.sort { $0.order < $1.order }
    let played = try play(packets, [Media.pcmu, Media.event])
    #expect(played.gaps == [])
    #expect(played.samples.count == 16_000)
    Self.expectDigit(0, 0, in: played.samples[3200..<11_200])
    #expect(abs(amplitude(400, played.samples[3200..<11_200], rate: 8000) - 4000) < 80)
    #expect(played.samples[..<3200].elementsEqual(bytes[..<3200].map(expandMu)))
  }

  @Test("events that lost their first reports are heard from their start")
  func lostStart() throws {
    let press = Stream.press(5, at: 50, length: 12).dropFirst(9)
    var packets = Self.stream([Array(press)], of: 100)
    packets.removeAll { (70_050..<70_059).contains($0.order) }
    let played = try play(packets, [Media.pcmu, Media.event])
    #expect(played.result.events.map(\.start) == [8000])
    #expect(played.result.events.map(\.end) == [9920])
    #expect(power(played.samples[8050..<9900]) > 3000)
    #expect(played.gaps == ["8000-10240 event rendered"])
  }

  @Test("events alone make a file that ends with the last of them")
  func eventsOnly() throws {
    let packets =
      Stream.press(1, at: 0, length: 10) + Stream.press(2, at: 25, length: 10)
      + Stream.press(3, at: 50, length: 10)
    let played = try play(packets, [Media.pcmu, Media.event])
    #expect(played.result.digits.text == "123")
    #expect(played.result.events.map(\.start) == [0, 4000, 8000])
    #expect(played.samples.count == 9600)
    #expect(played.sampleRate == 8000)
    #expect(power(played.samples[4050..<5550]) > 3000)
    #expect(played.samples[1600..<4000].allSatisfy { $0 == 0 })
  }

  @Test("left out on request, but still told")
  func ignored() throws {
    let packets = Self.stream([Stream.press(5, at: 50, length: 40)], of: 200)
    let played = try play(packets, [Media.pcmu, Media.event]) { $0.rendersEvents = false }
    #expect(played.result.digits.text == "5")
    #expect(played.samples.allSatisfy { $0 == 0 })
    #expect(played.gaps == ["8000-14720 event silence"])
  }

  @Test("an event that is no digit is silent")
  func flash() throws {
    let packets = Self.stream([Stream.press(16, at: 50, length: 10)], of: 100)
    let played = try play(packets, [Media.pcmu, Media.event])
    #expect(played.result.digits.text == "")
    #expect(played.result.events.count == 1)
    #expect(played.gaps == ["8000-9920 event silence"])
    #expect(played.samples.allSatisfy { $0 == 0 })
  }

  @Test("several reports in a packet follow each other (RFC 4733, section 2.5.1.5)")
  func several() throws {
    var packets = Stream.silence(100)
    packets[50].format = 1
    packets[50].payload = [1, 0x8a, 3, 0x20, 2, 0x8a, 3, 0x20]
    let played = try play(packets, [Media.pcmu, Media.event])
    #expect(played.result.digits.text == "12")
    #expect(played.result.events.map(\.start) == [8000, 8800])
    #expect(played.result.events.map(\.end) == [8800, 9600])
  }

  @Test("the same press played again, in a new segment, is another press")
  func replayed() throws {
    let press = Stream.press(1, at: 0, length: 10)
    let again = press.map { packet in
      var packet = packet
      packet.order += 131_072
      packet.time += 5
      return packet
    }
    let played = try play(press + again, [Media.pcmu, Media.event])
    #expect(played.result.digits.text == "11")
    #expect(played.result.events.map(\.start) == [0, 40_000])
  }

  @Test("a gateway whose events have a clock of their own harms neither place nor length")
  func foreignTimestamps() throws {
    for base in [UInt32(500_000_000), 1_000_000_000, 3_000_000_000] {
      var packets = Self.stream([Stream.press(5, at: 50, length: 10)], of: 100)
      for index in packets.indices where packets[index].format == 1 {
        packets[index].timestamp = base
      }
      let played = try play(packets, [Media.pcmu, Media.event])
      #expect(played.samples.count == 16_000)
      #expect(played.result.digits.text == "5")
      #expect(abs((played.result.events.first?.start ?? 0) - 8000) <= 320)
    }
  }
}
