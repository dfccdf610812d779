import BareLoop
import Cryptography
import SRTP
import TestSupport

/// Measures what it takes to open a packet, beside libgcrypt called from C, and what a search for a key costs.
///
///     swift run -c release bench-srtp
@main
enum BenchSRTP {
  private static let rounds = 200_000
  private static let repetitions = 7

  static func main() throws {
    for (name, suite) in [
      ("AES-CM-128, HMAC-SHA1-80", CryptoSuite.aes128CM80), ("AES-128-GCM", .aes128GCM),
    ] {
      let (ours, bare) = try compare(suite)
      print("\(name), 160 bytes: \(ours) ns; libgcrypt from C: \(bare) ns")
    }
    try search()
  }

  /// The least ns a packet of several runs, by turns.
  ///
  /// Ours opens a copy of the packet each time, the cost of which is taken off. The loop in C decrypts whatever its tag.
  private static func compare(_ suite: CryptoSuite) throws -> (ours: Int, bare: Int) {
    let key = try MasterKey(secret(suite.masterBytes), suite: suite)
    var context = try SRTPContext(key)
    var sealed = header + [UInt8](repeating: 0x55, count: 160)
    guard context.protect(&sealed, rolloverCounter: 0) else { return (0, 0) }
    var (ours, bare) = (Double.infinity, Double.infinity)
    for _ in 0..<repetitions {
      ours = min(ours, openings(&context, sealed) - copies(sealed))
      bare = min(bare, bareOpenings(suite, sealed))
    }
    return (Int(ours), Int(bare))
  }

  private static let header: [UInt8] = [0x80, 0, 3, 0xe8, 0, 0, 0, 0, 0x1a, 0x2b, 0x3c, 0x4d]

  private static func openings(_ context: inout SRTPContext, _ sealed: [UInt8]) -> Double {
    var packet = sealed
    var opened = 0
    let time = ProcessorTime()
    for _ in 0..<rounds {
      var span = packet.mutableSpan
      for index in span.indices { span[index] = sealed[index] }
      if case .opened = context.unprotect(&span, rolloverCounter: 0) { opened += 1 }
    }
    let seconds = time.seconds
    precondition(opened == rounds)
    return seconds / Double(rounds) * 1e9
  }

  private static func copies(_ sealed: [UInt8]) -> Double {
    var packet = sealed
    var sum = 0
    let time = ProcessorTime()
    for round in 0..<rounds {
      var span = packet.mutableSpan
      for index in span.indices { span[index] = sealed[index] }
      sum &+= Int(packet[round % packet.count])
    }
    precondition(sum != 0)
    return time.seconds / Double(rounds) * 1e9
  }

  private static func bareOpenings(_ suite: CryptoSuite, _ sealed: [UInt8]) -> Double {
    guard let loop = unsafe bare_loop_open(suite == .aes128GCM ? 1 : 0) else { return 0 }
    defer { unsafe bare_loop_close(loop) }
    var packet = sealed
    let time = ProcessorTime()
    unsafe bare_loop_run(loop, &packet, packet.count, rounds)
    return time.seconds / Double(rounds) * 1e9
  }

  /// The most that a search can cost: no key is right.
  private static func search() throws {
    for (name, bytes) in [("160", 160), ("1,200", 1200)] {
      let samples = (0..<3).map { place in
        SamplePacket(bytes: header + [UInt8](repeating: UInt8(place), count: bytes), order: 1000)
      }
      for (count, suite) in [(2, CryptoSuite.aes128CM80), (5000, .aes128CM80), (5000, .aes128GCM)] {
        var search = KeySearch()
        let keys = try (0..<count).map {
          try MasterKey(secret(suite.masterBytes, $0), suite: suite)
        }
        for run in ["first", "next"] {
          let time = ProcessorTime()
          _ = try search.search(keys, samples)
          let microseconds = Int(time.seconds * 1e6)
          print(
            "no key of \(count), \(suite.rawValue), \(name) bytes, \(run) stream: \(microseconds) µs"
          )
        }
      }
    }
  }

  private static func secret(_ count: Int, _ seed: Int = 0) -> SecretBytes {
    var random = Randomness(seed: UInt64(seed))
    return SecretBytes(copying: random.bytes(count).span)
  }
}
