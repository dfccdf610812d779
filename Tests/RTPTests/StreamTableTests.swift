import NetworkBytes
import RTP
import TestSupport
import Testing

@Suite("Finding streams")
struct StreamTableTests {
  private static func key(_ ssrc: UInt32, _ source: UInt32, _ port: UInt16) -> StreamKey {
    StreamKey(
      ssrc: ssrc, source: SocketAddress(IPAddress(ipv4: source), port: port),
      destination: SocketAddress(IPAddress(ipv6High: UInt64(ssrc), low: 1), port: 5004))
  }

  @Test("numbers count up in order of insertion, and stay through every growth")
  func many() {
    var random = Randomness(seed: 1)
    var table = StreamTable()
    var keys = Set<StreamKey>()
    while keys.count < 20_000 {
      keys.insert(
        Self.key(
          UInt32.random(in: 0...9999, using: &random), UInt32.random(in: 0...3, using: &random),
          UInt16.random(in: 0...3, using: &random)))
    }
    let inserted = keys.sorted {
      ($0.ssrc, $0.source.description) < ($1.ssrc, $1.source.description)
    }
    var wrong = 0
    for (number, key) in inserted.enumerated() {
      wrong += table.find(key) == nil && table.insert(key) == number ? 0 : 1
    }
    #expect(table.count == inserted.count)
    for (number, key) in inserted.enumerated().shuffled(using: &random) {
      wrong += table.find(key) == number ? 0 : 1
    }
    #expect(wrong == 0)
    #expect(table.keys == inserted)
  }

  @Test(
    "addresses that were chosen to collide do not",
    arguments: [0x5DEE_CE66_D123_4567, 0xA0B1_C2D3_E4F5_0617])
  func collisions(seed: UInt64) {
    // Halves that cancel out under a multiplication by a constant that everybody knows.
    let keys = (UInt64(0)..<200).map { high in
      StreamKey(
        ssrc: 1,
        source: SocketAddress(
          IPAddress(ipv6High: high, low: high &* 0x9E37_79B9_7F4A_7C15), port: 1),
        destination: SocketAddress(IPAddress(ipv4: 0), port: 2))
    }
    #expect(Set(keys.map { $0.source.address.hashBits(seed: seed) & 0xffff }).count > 190)
    var table = StreamTable()
    for key in keys { _ = table.insert(key) }
    #expect(keys.map { table.find($0) } == keys.indices.map { $0 })
  }

  @Test("between IPv4 addresses a stream is found by its numbers as it is by its key")
  func numbers() {
    var random = Randomness(seed: 2)
    func address() -> SocketAddress {
      let low = UInt32.random(in: 0...3, using: &random)
      // What an IPv6 address is hashed to must never be taken for IPv4 addresses.
      let address =
        random.chance(20) ? IPAddress(ipv6High: 0, low: UInt64(low)) : IPAddress(ipv4: low)
      return SocketAddress(address, port: UInt16.random(in: 0...3, using: &random))
    }
    var table = StreamTable()
    var keys = Set<StreamKey>()
    var (found, missed) = (0, 0)
    for _ in 0..<20_000 {
      let key = StreamKey(
        ssrc: UInt32.random(in: 0...9, using: &random), source: address(), destination: address())
      let (source, destination) = (key.source, key.destination)
      if !source.address.isIPv6, !destination.address.isIPv6 {
        let number = table.find(
          ssrc: key.ssrc,
          addresses: UInt64(source.address.ipv4) << 32 | UInt64(destination.address.ipv4),
          ports: UInt32(source.port) << 16 | UInt32(destination.port))
        #expect(number == table.find(key) ?? -1)
        if number < 0 { missed += 1 } else { found += 1 }
      }
      if keys.insert(key).inserted { _ = table.insert(key) }
    }
    #expect(found > 1000 && missed > 1000)
  }

  @Test("each part of the key counts")
  func parts() {
    let (here, there) = (
      SocketAddress(IPAddress(ipv4: 1), port: 1), SocketAddress(IPAddress(ipv4: 2), port: 2)
    )
    var table = StreamTable()
    _ = table.insert(StreamKey(ssrc: 1, source: here, destination: there))
    let others = [
      StreamKey(ssrc: 2, source: here, destination: there),
      StreamKey(ssrc: 1, source: there, destination: here),
      StreamKey(ssrc: 1, source: here, destination: here),
      StreamKey(
        ssrc: 1, source: SocketAddress(IPAddress(ipv6High: 0, low: 1), port: 1),
        destination: there),
    ]
    #expect(others.allSatisfy { table.find($0) == nil })
  }
}
