import Audio
import DTMFAnalysis
import JSON
import Tones

extension JSONWriter {
  /// Writes a list of objects, one a line.
  mutating func list<Element>(
    _ key: StaticString, _ elements: [Element], _ body: (inout JSONWriter, Element) -> Void
  ) {
    self.key(key)
    array { json in
      for element in elements {
        json.object(inline: true) { body(&$0, element) }
      }
    }
  }

  mutating func field(_ key: StaticString, _ text: String) {
    self.key(key)
    value(text)
  }

  mutating func field(_ key: StaticString, _ number: Double?, decimals: Int) {
    self.key(key)
    value(number, decimals: decimals)
  }

  mutating func write(_ digit: InbandDigit) {
    field("digit", digit.digit.description)
    write(digit.interval)
    field("level_low_dbm0", digit.levelLow, decimals: 2)
    field("level_high_dbm0", digit.levelHigh, decimals: 2)
    field("twist_db", digit.twist, decimals: 2)
    field("error_low_pct", digit.errorLow, decimals: 3)
    field("error_high_pct", digit.errorHigh, decimals: 3)
  }

  /// An event that is no digit has an empty `digit`, so that no reader takes it for one.
  mutating func write(_ event: EventDigit) {
    field("digit", event.digit?.description ?? "")
    key("event")
    value(Int(event.code))
    field("name", event.name)
    write(event.interval)
    key("volume_dbm0")
    value(event.volume.map { -Int($0) })
    key("packets")
    value(event.packets)
    key("end_packets")
    value(event.endPackets)
    key("complete")
    value(event.isComplete)
  }

  mutating func write(_ digit: InfoDigit) {
    field("digit", digit.digit.description)
    field("start_s", digit.start, decimals: 6)
    key("duration_ms")
    value(digit.duration.map { Int(($0 * 1000).rounded()) })
  }

  mutating func write(_ finding: Finding) {
    field("rule", finding.rule.rawValue)
    field("severity", finding.severity.rawValue)
    key("input")
    value(finding.input)
    key("packet")
    value(finding.packet)
    field("message", finding.message)
  }

  mutating func write(_ miss: NearMiss, sampleRate: Int) {
    let rate = Double(max(1, sampleRate))
    field("digit", miss.digit.description)
    write(Interval(start: Double(miss.start) / rate, end: Double(miss.end) / rate))
    field("rule", miss.rule.rawValue)
    field("measured", miss.measured, decimals: 3)
    field("limit", miss.limit, decimals: 3)
    field("message", miss.rule.description)
  }

  private mutating func write(_ interval: Interval) {
    field("start_s", interval.start, decimals: 6)
    field("end_s", interval.end, decimals: 6)
  }
}
