import NetworkBytes
import Testing

@Suite("Byte cursor")
struct ByteCursorTests {
  @Test("fields come in network byte order")
  func order() throws {
    let bytes: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8, 9]
    var cursor = ByteCursor(bytes.span)
    #expect(try cursor.uint8() == 1)
    #expect(try cursor.uint16() == 0x0203)
    #expect(try cursor.uint32() == 0x0405_0607)
    let rest = try cursor.take(2)
    #expect(rest[1] == 9)
    #expect(cursor.remaining == 0)
  }

  @Test("a read past the end throws and consumes nothing", arguments: [0, 1, 3])
  func short(count: Int) throws {
    let bytes = [UInt8](repeating: 7, count: count)
    var cursor = ByteCursor(bytes.span)
    #expect(throws: ShortRead.self) { try Self.readWord(bytes) }
    #expect(throws: ShortRead.self) { try Self.skip(-1, bytes) }
    try cursor.skip(count)
    #expect(cursor.remaining == 0)
  }

  private static func readWord(_ bytes: [UInt8]) throws {
    var cursor = ByteCursor(bytes.span)
    _ = try cursor.uint32()
  }

  private static func skip(_ count: Int, _ bytes: [UInt8]) throws {
    var cursor = ByteCursor(bytes.span)
    try cursor.skip(count)
  }
}
