/// Bytes of a text that grows at its end and is emptied now and then.
///
/// A report has seventy names a stream. Copied with a check for each byte they cost as much as reading
/// the stream's packets, so what is copied is checked once.
struct TextBuffer: ~Copyable {
  private var bytes: [UInt8]
  private(set) var count = 0

  /// Makes an empty buffer that grows beyond `capacity` where it must.
  init(capacity: Int) {
    bytes = [UInt8](repeating: 0, count: max(1, capacity))
  }

  /// What is in it.
  var span: Span<UInt8> {
    @_lifetime(borrow self)
    get { bytes.span.extracting(first: count) }
  }

  mutating func removeAll() { count = 0 }

  mutating func removeLast() { count = max(0, count - 1) }

  @inline(__always)
  mutating func append(_ byte: UInt8) {
    if count == bytes.count { grow(by: 1) }
    bytes[count] = byte
    count &+= 1
  }

  /// Adds a name of ours.
  mutating func append(_ name: StaticString) {
    guard name.hasPointerRepresentation else {
      append("\(name)") { _ in false }
      return
    }
    unsafe append(UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
  }

  /// Adds a text; returns false, and adds nothing, where `isRefused` is true of one of its bytes.
  @inline(__always)
  @discardableResult
  mutating func append(_ text: String, unless isRefused: (UInt8) -> Bool) -> Bool {
    var text = text
    return text.withUTF8 { text in
      for unsafe byte in unsafe text where isRefused(byte) { return false }
      unsafe append(text)
      return true
    }
  }

  /// Adds a line end and `spaces` spaces.
  mutating func appendLine(indentation spaces: Int) {
    if bytes.count &- count <= spaces { grow(by: spaces + 1) }
    bytes[count] = UInt8(ascii: "\n")
    for place in count &+ 1..<count &+ 1 &+ spaces { bytes[place] = UInt8(ascii: " ") }
    count &+= spaces &+ 1
  }

  private mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
    if bytes.count &- count < text.count { grow(by: text.count) }
    let place = count
    unsafe bytes.withUnsafeMutableBufferPointer { bytes in
      guard let base = bytes.baseAddress, let source = text.baseAddress else { return }
      unsafe (base + place).update(from: source, count: text.count)
    }
    count &+= text.count
  }

  @inline(never)
  private mutating func grow(by more: Int) {
    bytes.append(contentsOf: repeatElement(0, count: max(more, bytes.count)))
  }
}
