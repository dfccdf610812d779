/// Writes one JSON document (RFC 8259) as it comes, so that its length costs no memory.
///
/// Everything is ASCII but for printable text; control characters are escaped, so a document is
/// safe to show on a terminal.
package struct JSONWriter: ~Copyable {
  var buffer = TextBuffer(capacity: 2 * Self.flushSize)
  private var depth = 0
  private var isFirst = true
  private var isAfterKey = false
  /// Depth from which on everything stays on one line.
  private var inlineDepth = Int.max
  private let output: (Span<UInt8>) -> Void

  private static let flushSize = 65_536

  /// Makes a writer that hands finished bytes to `output`.
  package init(output: @escaping (Span<UInt8>) -> Void) {
    self.output = output
  }

  /// Ends the document with a line end.
  package consuming func finish() {
    put(UInt8(ascii: "\n"))
    buffer.empty(into: output)
  }

  package mutating func object(inline: Bool = false, _ body: (inout JSONWriter) -> Void) {
    container("{", "}", inline, body)
  }

  package mutating func array(inline: Bool = false, _ body: (inout JSONWriter) -> Void) {
    container("[", "]", inline, body)
  }

  /// Begins a member of an object with one of our names, which need no escape.
  package mutating func key(_ name: StaticString) {
    separate()
    buffer.append(member: name)
    isAfterKey = true
  }

  /// Begins a member of an object with a name that may be any text.
  package mutating func key(text name: String) {
    separate()
    quote(name)
    buffer.append(": ")
    isAfterKey = true
  }

  /// Begins a member of an object that is named by a number.
  package mutating func key(number: Int) {
    separate()
    put(UInt8(ascii: "\""))
    put(number)
    buffer.append("\": ")
    isAfterKey = true
  }

  package mutating func value(_ text: String?) {
    separate()
    if let text { quote(text) } else { buffer.append("null") }
  }

  /// One of our names.
  package mutating func value(name: StaticString) {
    separate()
    put(UInt8(ascii: "\""))
    buffer.append(name)
    put(UInt8(ascii: "\""))
  }

  /// A text that `body` appends to the buffer; all of it must be such as needs no escape.
  @inline(__always)
  package mutating func value(plain body: (inout TextBuffer) -> Void) {
    separate()
    put(UInt8(ascii: "\""))
    body(&buffer)
    put(UInt8(ascii: "\""))
  }

  package mutating func value(_ number: Int?) {
    separate()
    guard let number else { return buffer.append("null") }
    put(number)
  }

  package mutating func value(_ flag: Bool) {
    separate()
    if flag { buffer.append("true") } else { buffer.append("false") }
  }

  /// An SSRC as `0x` and eight lower-case hexadecimal digits.
  package mutating func value(ssrc: UInt32) {
    separate()
    buffer.append("\"0x")
    for shift in stride(from: 28, through: 0, by: -4) {
      let digit = UInt8(truncatingIfNeeded: ssrc >> shift & 0xf)
      put(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
    }
    put(UInt8(ascii: "\""))
  }

  /// A number rounded to `decimals`; what is not finite is null.
  package mutating func value(_ number: Double?, decimals: Int) {
    separate()
    guard let number, number.isFinite, number.magnitude < 1e15 else { return buffer.append("null") }
    if !put(short: number, decimals: decimals) { raw(Self.text(number, decimals: decimals)) }
  }

  /// A finite number rounded to `decimals`.
  package static func text(_ number: Double, decimals: Int) -> String {
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    return "\((number * scale).rounded() / scale)"
  }

  @inline(__always)
  private mutating func container(
    _ open: Unicode.Scalar, _ close: Unicode.Scalar, _ inline: Bool,
    _ body: (inout JSONWriter) -> Void
  ) {
    let outer = begin(open, inline)
    body(&self)
    end(close, outer)
  }

  /// Begins a container; returns the depth from which on the one around it is on one line.
  private mutating func begin(_ open: Unicode.Scalar, _ inline: Bool) -> Int {
    separate()
    put(UInt8(ascii: open))
    depth += 1
    let outer = inlineDepth
    if inline { inlineDepth = min(inlineDepth, depth) }
    isFirst = true
    return outer
  }

  private mutating func end(_ close: Unicode.Scalar, _ outer: Int) {
    let isInline = depth >= inlineDepth
    depth -= 1
    inlineDepth = outer
    if !isFirst, !isInline { breakLine() }
    put(UInt8(ascii: close))
    isFirst = false
    flush()
  }

  /// What stands between this value and what comes before it.
  private mutating func separate() {
    if isAfterKey {
      isAfterKey = false
      return
    }
    if depth == 0 { return }
    let isInline = depth >= inlineDepth
    if !isFirst {
      put(UInt8(ascii: ","))
      if isInline { put(UInt8(ascii: " ")) }
    }
    if !isInline { breakLine() }
    isFirst = false
  }

  private mutating func breakLine() {
    buffer.appendLine(indentation: 2 * depth)
  }

  private mutating func flush() {
    guard buffer.count >= Self.flushSize else { return }
    buffer.empty(into: output)
  }
}
