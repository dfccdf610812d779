import Foundation
import JSON
import TestSupport
import Testing

@Suite("Writing JSON")
struct JSONWriterTests {
  private static func text(_ body: (inout JSONWriter) -> Void) -> String {
    var bytes: [UInt8] = []
    var writer = JSONWriter { span in
      for index in span.indices { bytes.append(span[index]) }
    }
    body(&writer)
    writer.finish()
    return String(decoding: bytes, as: UTF8.self)
  }

  /// What Foundation reads.
  private static func read(_ text: String) throws -> Any {
    try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
  }

  @Test("objects, arrays and values, a line each")
  func layout() {
    let text = Self.text { json in
      json.object { json in
        json.key("a")
        json.value(1)
        json.key("empty")
        json.array { _ in }
        json.key("list")
        json.array { json in
          json.value(true)
          json.object(inline: true) { json in
            json.key("x")
            json.value(nil as String?)
            json.key("y")
            json.array { json in
              json.value(1.5, decimals: 3)
              json.value(nil as Int?)
            }
          }
          json.object { _ in }
        }
        json.key("last")
        json.value("b")
      }
    }
    let expected = """
      {
        "a": 1,
        "empty": [],
        "list": [
          true,
          {"x": null, "y": [1.5, null]},
          {}
        ],
        "last": "b"
      }

      """
    #expect(text == expected)
  }

  @Test("what is no JSON object or array by itself")
  func fragment() {
    #expect(Self.text { $0.value(7) } == "7\n")
  }

  private static let texts: [String] = [
    "", "plain", "\"quotes\" and \\backslashes\\", "\n\r\t\u{8}\u{c}\u{0}\u{1b}[31m\u{7f}",
    "C1: \u{80}\u{9b}31m\u{9f}", "bidi: \u{202a}\u{202e}\u{2066}\u{2069}\u{200f}\u{61c}",
    "lines: \u{2028}\u{2029}", "joiners: \u{200d}\u{feff}\u{ad}", "tags: \u{e0001}\u{e0041}",
    "private: \u{e000}\u{f0000}\u{10fffd}", "none: \u{378}\u{e0fff}",
    "Grüße, 你好, \u{1f600}, e\u{301}",
  ]

  @Test("any text comes back as it was", arguments: texts)
  func roundTrip(_ string: String) throws {
    let text = Self.text { json in
      json.object { json in
        json.key(text: string)
        json.value(string)
      }
    }
    let object = try #require(try Self.read(text) as? [String: String])
    #expect(object.keys.first?.unicodeScalars.elementsEqual(string.unicodeScalars) == true)
    #expect(object.values.first?.unicodeScalars.elementsEqual(string.unicodeScalars) == true)
  }

  @Test("nothing that a terminal might obey or be misled by stands in the text", arguments: texts)
  func safety(_ string: String) {
    let text = Self.text { $0.value(string) }.dropLast()
    for scalar in text.unicodeScalars {
      let category = scalar.properties.generalCategory
      let isSafe = ![
        .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned,
      ]
      .contains(category)
      #expect(isSafe)
    }
  }

  @Test("printable text is left as it is")
  func printable() {
    #expect(Self.text { $0.value("Grüße \u{1f600}/") } == "\"Grüße \u{1f600}/\"\n")
  }

  @Test(
    "numbers are rounded to the decimals asked for",
    arguments: [
      (0, 3, "0.0"), (1.23456, 3, "1.235"), (-1.23456, 2, "-1.23"), (0.1 + 0.2, 6, "0.3"),
      (1e-9, 6, "0.0"), (123_456_789.123456789, 6, "123456789.123457"), (2, 0, "2.0"),
    ])
  func numbers(_ number: Double, _ decimals: Int, _ text: String) {
    #expect(Self.text { $0.value(number, decimals: decimals) } == text + "\n")
  }

  @Test("numbers read as Swift describes them when they are rounded", arguments: 0...6)
  func descriptions(_ decimals: Int) {
    var random = Randomness(seed: UInt64(decimals))
    let scale = pow(10.0, Double(decimals))
    for turn in 0..<3000 {
      let size = pow(10.0, Double(turn % 24) - 9)
      let number = Double.random(in: -size...size, using: &random)
      guard number.magnitude < 1e15 else { continue }
      let expected = "\((number * scale).rounded() / scale)"
      #expect(Self.text { $0.value(number, decimals: decimals) } == expected + "\n")
    }
    #expect(Self.text { $0.value(-0.0, decimals: decimals) } == "-0.0\n")
  }

  @Test("whole numbers of any size", arguments: [0, 9, 10, -1, -10, 99, 100, .max, .min])
  func integers(_ number: Int) {
    #expect(Self.text { $0.value(number) } == "\(number)\n")
  }

  @Test("names and SSRCs as they are described elsewhere")
  func names() throws {
    let text = Self.text { json in
      json.object(inline: true) { json in
        json.key(number: 20)
        json.value(name: "name")
        json.key("ssrc")
        json.value(ssrc: 0x00a1_f009)
      }
    }
    #expect(text == "{\"20\": \"name\", \"ssrc\": \"0x00a1f009\"}\n")
  }

  @Test("what JSON has no number for is null", arguments: [.nan, .infinity, -.infinity, 1e300])
  func noNumber(_ number: Double) {
    #expect(Self.text { $0.value(number, decimals: 3) } == "null\n")
  }

  @Test("whatever is written, Foundation reads the same", arguments: UInt64(0)..<30)
  func nesting(_ seed: UInt64) throws {
    var random = Randomness(seed: seed)
    func make(_ depth: Int) -> Any {
      switch Int.random(in: 0..<(depth > 5 ? 4 : 7), using: &random) {
      case 0: return Self.texts.randomElement(using: &random) ?? ""
      case 1: return Int.random(in: -1_000_000...1_000_000, using: &random)
      case 2: return Bool.random(using: &random)
      case 3: return Double(Int.random(in: -9999...9999, using: &random)) / 8
      case 4, 5: return (0..<Int.random(in: 0...5, using: &random)).map { _ in make(depth + 1) }
      default:
        var object: [String: Any] = [:]
        for index in 0..<Int.random(in: 0...5, using: &random) {
          object["k\(index)"] = make(depth + 1)
        }
        return object
      }
    }
    func write(_ value: Any, to json: inout JSONWriter) {
      let isInline = Bool.random(using: &random)
      switch value {
      case let text as String: json.value(text)
      case let number as Int: json.value(number)
      case let flag as Bool: json.value(flag)
      case let number as Double: json.value(number, decimals: 3)
      case let list as [Any]:
        json.array(inline: isInline) { json in for item in list { write(item, to: &json) } }
      case let object as [String: Any]:
        json.object(inline: isInline) { json in
          for (key, item) in object {
            json.key(text: key)
            write(item, to: &json)
          }
        }
      default: Issue.record("no such value")
      }
    }
    let value = make(0)
    let object = try Self.read(Self.text { write(value, to: &$0) })
    #expect(
      (object as? NSObject)?.isEqual(value as? NSObject) ?? false || "\(object)" == "\(value)")
  }

  @Test("a long document comes in pieces, each once")
  func pieces() throws {
    var pieces = 0
    var bytes: [UInt8] = []
    var writer = JSONWriter { span in
      pieces += 1
      for index in span.indices { bytes.append(span[index]) }
    }
    writer.array { json in
      for number in 0..<20_000 { json.array(inline: true) { $0.value(number) } }
    }
    writer.finish()
    #expect(pieces > 2)
    let list = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [[Int]])
    #expect(list == (0..<20_000).map { [$0] })
  }
}
