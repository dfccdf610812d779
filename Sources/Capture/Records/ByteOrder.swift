import NetworkBytes

/// The order in which the machine that captured wrote the headers of the file.
enum ByteOrder {
  case big
  case little
}

extension Span where Element == UInt8 {
  /// The 16 bits at `offset`; the caller has checked the length.
  @inline(__always)
  func uint16(at offset: Int, _ order: ByteOrder) -> UInt16 {
    let value = uint16(at: offset)
    return order == .big ? value : value.byteSwapped
  }

  /// The 32 bits at `offset`; the caller has checked the length.
  @inline(__always)
  func uint32(at offset: Int, _ order: ByteOrder) -> UInt32 {
    let value = uint32(at: offset)
    return order == .big ? value : value.byteSwapped
  }
}

extension Array where Element == UInt8 {
  /// Appends a copy of `bytes`.
  mutating func append(copying bytes: Span<UInt8>) {
    append(addingCapacity: bytes.count) { output in
      for index in bytes.indices { output.append(bytes[index]) }
    }
  }
}
