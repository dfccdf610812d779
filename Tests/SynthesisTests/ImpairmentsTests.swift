import Synthesis
import TestSupport
import Testing

@Suite("Impairments, counted by tshark", .waitsForOthers)
struct ImpairmentsTests {
  /// Sequence numbers less the first one, and seconds, of 10,000 packets.
  private func packets(
    _ change: (inout Impairments) -> Void
  ) throws -> (numbers: [Int], times: [Double]) {
    var media = media()
    media.sequenceNumber = 0
    let trace = try Trace(Prompt([.silence(200)]), media) {
      change(&$0.impairments)
      $0.seed = 5
    }
    let rows = try trace.fields("rtp.seq", "frame.time_relative")
    return (rows.compactMap { Int($0[0]) }, rows.compactMap { Double($0[1]) })
  }

  /// The lengths of the runs of numbers that are missing.
  private func bursts(_ numbers: [Int]) -> [Int] {
    zip(numbers, numbers.dropFirst()).map { $1 - $0 - 1 }.filter { $0 > 0 }
  }

  @Test("random loss has its share, and hits one packet by itself")
  func random() throws {
    let bursts = bursts(try packets { $0.loss = 0.05 }.numbers)
    let lost = bursts.reduce(0, +)
    // Three standard deviations of a binomial distribution: 65.
    #expect(abs(lost - 500) < 66)
    // Independent losses follow each other with the chance of a loss: 1 / (1 - 0.05).
    #expect(abs(Double(lost) / Double(bursts.count) - 1.053) < 0.06)
  }

  @Test("bursts have their share and their mean length")
  func burst() throws {
    let impaired = try packets {
      $0.loss = 0.05
      $0.burst = 4
    }
    let bursts = bursts(impaired.numbers)
    let lost = bursts.reduce(0, +)
    #expect((350...650).contains(lost), "\(lost)")
    #expect(abs(Double(lost) / Double(bursts.count) - 4) < 1)
  }

  @Test("loss within bursts can be in part")
  func density() throws {
    let numbers = try packets {
      $0.loss = 0.05
      $0.burst = 10
      $0.density = 0.5
    }.numbers
    let lost = bursts(numbers).reduce(0, +)
    #expect((300...700).contains(lost), "\(lost)")
    #expect(Double(lost) / Double(bursts(numbers).count) < 3)
  }

  @Test("packets are swapped and doubled as often as asked for, none is lost")
  func order() throws {
    let numbers = try packets {
      $0.reorder = 0.02
      $0.duplicate = 0.03
    }.numbers
    #expect(Set(numbers).count == 10_000)
    #expect(abs(numbers.count - 10_300) < 52)
    let backward = zip(numbers, numbers.dropFirst()).filter { $1 < $0 }.count
    #expect(abs(backward - 200) < 50, "\(backward)")
  }

  @Test("delays have their standard deviation", arguments: Impairments.Distribution.allCases)
  func jitter(_ distribution: Impairments.Distribution) throws {
    let impaired = try packets {
      $0.jitter = 0.003
      $0.distribution = distribution
    }
    #expect(impaired.numbers == Array(0..<10_000))
    let delays = zip(impaired.numbers, impaired.times).map { $1 - Double($0) * 0.02 }
    let mean = delays.reduce(0, +) / 10_000
    let variance = delays.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 10_000
    #expect(abs(variance.squareRoot() - 0.003) < 0.0002, "\(variance.squareRoot())")
  }

  @Test("a fast clock sends sooner")
  func drift() throws {
    let times = try packets { $0.drift = 500 }.times
    #expect(abs((times.last ?? 0) - 9999 * 0.02 / 1.0005) < 1e-5)
  }

  @Test("one impairment does not change what another does")
  func independent() throws {
    let lost = try packets { $0.loss = 0.05 }.numbers
    let both = try packets {
      $0.loss = 0.05
      $0.jitter = 0.002
    }.numbers
    #expect(lost == both)
  }
}
