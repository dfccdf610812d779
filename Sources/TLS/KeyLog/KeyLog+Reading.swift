extension KeyLog {
  /// Reads the text that comes next, cut anywhere; lines end with LF, CRLF or CR.
  ///
  /// Lines that are no line of a key log, or are of no use here, are passed over and counted.
  package mutating func append(_ text: Span<UInt8>) {
    for index in text.indices {
      switch text[index] {
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"): endLine()
      case _ where isTooLong: break
      case let character:
        if line.count == TLSLimits.lineBytes {
          isTooLong = true
        } else {
          line.append(character)
        }
      }
    }
  }

  /// Reads the last line of a file or block, whose end may be missing; to be called after each.
  package mutating func endText() { endLine() }

  private mutating func endLine() {
    let isComment = line.first == UInt8(ascii: "#")
    switch isTooLong && !isComment ? .malformed : KeyLogLine.read(line.span) {
    case .line(let line): insert(line)
    case .empty: break
    case .comment: counters.comments += 1
    case .unused: counters.unused += 1
    case .malformed: counters.malformed += 1
    }
    // It may hold a secret; the memory is used again.
    for index in line.indices { line[index] = 0 }
    line.removeAll(keepingCapacity: true)
    isTooLong = false
  }
}
