/// Bytes of a text that grows at its end and is emptied now and then.
///
/// A report has seventy names and numbers a stream. With the checks of an array for each byte they
/// cost as much as it takes to read the stream's packets; here there is one check a piece.
@safe
package struct TextBuffer: ~Copyable {
  private var bytes: UnsafeMutableBufferPointer<UInt8>
  private(set) var count = 0

  /// Makes an empty buffer that grows beyond `capacity` where it must.
  init(capacity: Int) {
    unsafe bytes = .allocate(capacity: max(1, capacity))
  }

  deinit { unsafe bytes.deallocate() }

  /// Hands out what is in it, and is empty then.
  mutating func empty(into output: (Span<UInt8>) -> Void) {
    unsafe output(UnsafeBufferPointer(rebasing: bytes[..<count]).span)
    count = 0
  }

  package mutating func append(_ byte: UInt8) {
    reserve(1)
    unsafe bytes[count] = byte
    count &+= 1
  }

  /// Adds a name of ours.
  @inline(__always)
  mutating func append(_ name: StaticString) {
    guard name.hasPointerRepresentation else {
      append("\(name)") { _ in false }
      return
    }
    unsafe append(UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
  }

  /// Adds the beginning of a member of a JSON object: a name of ours in quotes, a colon, a space.
  mutating func append(member name: StaticString) {
    reserve(name.utf8CodeUnitCount + 4)
    append(UInt8(ascii: "\""))
    append(name)
    let (quote, colon, space) = (UInt8(ascii: "\""), UInt8(ascii: ":"), UInt8(ascii: " "))
    unsafe bytes[count] = quote
    unsafe bytes[count &+ 1] = colon
    unsafe bytes[count &+ 2] = space
    count &+= 3
  }

  /// Adds a text; returns false, and adds nothing, where `isRefused` is true of one of its bytes.
  @inline(__always)
  @discardableResult
  mutating func append(_ text: String, unless isRefused: (UInt8) -> Bool) -> Bool {
    var text = text
    return text.withUTF8 { text in
      guard unsafe !text.contains(where: isRefused) else { return false }
      unsafe append(text)
      return true
    }
  }

  /// Adds a line end and `spaces` spaces.
  mutating func appendLine(indentation spaces: Int) {
    reserve(spaces + 1)
    unsafe bytes[count] = UInt8(ascii: "\n")
    count &+= 1
    for _ in 0..<spaces {
      unsafe bytes[count] = UInt8(ascii: " ")
      count &+= 1
    }
  }

  /// Adds a number in decimal, with zeros in front of it up to `width` digits.
  package mutating func append(decimal number: UInt, width: Int = 1) {
    if number < 10, width <= 1 {
      return append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: number))
    }
    var digits = 1
    var rest = number
    while rest >= 10 {
      rest /= 10
      digits &+= 1
    }
    let length = max(digits, width)
    reserve(length)
    rest = number
    var place = count &+ length
    while place > count {
      place &-= 1
      unsafe bytes[place] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
    count &+= length
  }

  private mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
    reserve(text.count)
    guard let base = unsafe bytes.baseAddress, let source = text.baseAddress else { return }
    unsafe (base + count).update(from: source, count: text.count)
    count &+= text.count
  }

  /// Makes room for so many bytes more.
  @inline(__always)
  private mutating func reserve(_ more: Int) {
    if unsafe bytes.count &- count < more { grow(by: more) }
  }

  @inline(never)
  private mutating func grow(by more: Int) {
    let capacity = unsafe 2 * bytes.count + more
    let larger = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: capacity)
    for place in 0..<count { unsafe larger[place] = unsafe bytes[place] }
    unsafe bytes.deallocate()
    unsafe bytes = larger
  }
}
