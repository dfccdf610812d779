/// A RIFF/WAVE or RF64 file read as its specification says, every size checked.
package struct StrictWAV {
  package struct Violation: Error {
    let rule: String
  }

  package private(set) var chunks: [(name: String, content: ArraySlice<UInt8>)] = []
  package private(set) var formatTag = 0
  package private(set) var channels = 0
  package private(set) var sampleRate = 0
  package private(set) var bitsPerSample = 0
  package private(set) var data: ArraySlice<UInt8> = []

  package init(_ file: [UInt8], isPadded: Bool = true) throws(Violation) {
    guard file.count >= 12 else { throw Violation(rule: "a header of 12 bytes") }
    let is64 = Self.text(file, 0) == "RF64"
    guard is64 || Self.text(file, 0) == "RIFF", Self.text(file, 8) == "WAVE" else {
      throw Violation(rule: "RIFF or RF64, then WAVE")
    }
    var dataSize: Int?
    if is64 {
      guard Self.number(file, 4, 4) == 0xffff_ffff, file.count > 48, Self.text(file, 12) == "ds64",
        Self.number(file, 20, 8) == file.count - 8
      else { throw Violation(rule: "RF64 begins with a ds64 of the right size") }
      dataSize = Self.number(file, 28, 8)
    } else if Self.number(file, 4, 4) != file.count - 8 {
      throw Violation(rule: "the RIFF size is that of the file less 8")
    }
    var position = 12
    while position < file.count {
      guard position + 8 <= file.count else { throw Violation(rule: "a chunk header of 8 bytes") }
      let name = Self.text(file, position)
      var size = Self.number(file, position + 4, 4)
      if name == "data", is64, let dataSize { size = dataSize }
      position += 8
      guard position + size <= file.count else { throw Violation(rule: "\(name) ends in the file") }
      chunks.append((name, file[position..<position + size]))
      if name == "fmt " {
        formatTag = Self.number(file, position, 2)
        channels = Self.number(file, position + 2, 2)
        sampleRate = Self.number(file, position + 4, 4)
        bitsPerSample = Self.number(file, position + 14, 2)
        guard Self.number(file, position + 12, 2) == channels * bitsPerSample / 8,
          Self.number(file, position + 8, 4) == sampleRate * channels * bitsPerSample / 8
        else { throw Violation(rule: "block and byte rates follow from the rest") }
        if formatTag == 0xfffe { formatTag = Self.number(file, position + 24, 2) }
      } else if name == "data" {
        data = file[position..<position + size]
      }
      position += size
      if size % 2 == 1, isPadded || position < file.count { position += 1 }
    }
    guard position == file.count else { throw Violation(rule: "odd chunks are padded") }
  }

  /// How many of 16-bit samples.
  package var frames: Int { data.count / 2 / channels }

  /// Whether 16-bit frames of a range are all zero.
  package func isSilent(_ range: Range<Int>) -> Bool {
    data.dropFirst(range.lowerBound * 2 * channels).prefix(range.count * 2 * channels)
      .allSatisfy { $0 == 0 }
  }

  /// The data as 16-bit samples.
  package var samples: [Int16] {
    stride(from: data.startIndex, to: data.endIndex - 1, by: 2).map {
      Int16(bitPattern: UInt16(data[$0]) | UInt16(data[$0 + 1]) << 8)
    }
  }

  private static func text(_ file: [UInt8], _ offset: Int) -> String {
    String(decoding: file[offset..<offset + 4], as: UTF8.self)
  }

  private static func number(_ file: [UInt8], _ offset: Int, _ size: Int) -> Int {
    file[offset..<offset + size].reversed().reduce(0) { $0 << 8 | Int($1) }
  }
}
