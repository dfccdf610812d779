import RTP
import TestSupport
import Testing

@Suite("RED payloads")
struct RedundancyTests {
  @Test("the example of RFC 2198, section 4: DVI4 first, LPC behind it")
  func example() throws {
    // A DVI4 primary of 84 bytes with an LPC block of 14 bytes from 160 ticks before.
    let payload =
      redHeader(7, offset: 160, length: 14) + [5] + [UInt8](repeating: 1, count: 14)
      + [UInt8](repeating: 2, count: 84)
    let blocks = try #require(redBlocks(payload))
    #expect(blocks.map(\.payloadType) == [7, 5])
    #expect(blocks.map(\.timestampOffset) == [160, 0])
    #expect(blocks.map(\.range) == [5..<19, 19..<103])
  }

  @Test("the widest fields are read whole")
  func widest() throws {
    let payload =
      redHeader(127, offset: 16_383, length: 1023) + [127] + [UInt8](repeating: 0, count: 1023)
    let blocks = try #require(redBlocks(payload))
    #expect(blocks.map(\.payloadType) == [127, 127])
    #expect(blocks.map(\.timestampOffset) == [16_383, 0])
    #expect(blocks.map(\.range) == [5..<1028, 1028..<1028])
  }

  @Test("a primary block alone")
  func primary() throws {
    let blocks = try #require(redBlocks([8, 1, 2]))
    #expect(blocks.map(\.range) == [1..<3])
    #expect(blocks.map(\.payloadType) == [8])
  }

  struct Damage: CustomTestStringConvertible {
    let testDescription: String
    let payload: [UInt8]
  }

  static let damaged = [
    Damage(testDescription: "nothing", payload: []),
    Damage(testDescription: "half a header", payload: [0x80, 0, 0]),
    Damage(
      testDescription: "no primary header", payload: redHeader(0, offset: 160, length: 0)),
    Damage(
      testDescription: "a length past the end",
      payload: redHeader(0, offset: 160, length: 4) + [0, 1, 2, 3]),
    Damage(
      testDescription: "lengths that pass the end together",
      payload: redHeader(0, offset: 320, length: 3) + redHeader(0, offset: 160, length: 3)
        + [0, 1, 2, 3, 4, 5]),
    Damage(
      testDescription: "headers without end", payload: [UInt8](repeating: 0x80, count: 1000)),
  ]

  @Test("lengths that lie are refused", arguments: damaged)
  func damage(_ damage: Damage) {
    #expect(redBlocks(damage.payload) == nil)
  }

  @Test("whatever is read follows itself without a hole, up to the end")
  func fuzz() {
    var random = Randomness(seed: 2198)
    var read = 0
    for _ in 0..<5000 {
      var payload = random.bytes(Int.random(in: 0...60, using: &random))
      for index in payload.indices where index % 4 != 0 && random.chance(70) { payload[index] = 0 }
      guard let blocks = redBlocks(payload) else { continue }
      read += 1
      #expect(blocks.count <= RedundantBlocks.limit + 1)
      #expect(blocks.last?.range.upperBound == payload.count)
      for (block, next) in zip(blocks, blocks.dropFirst()) {
        #expect(block.range.upperBound == next.range.lowerBound)
      }
    }
    #expect(read > 300)
  }
}
