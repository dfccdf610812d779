internal import Glibc
internal import Tones

/// What a network does to packets, from a seed.
package struct Impairments: Sendable {
  /// How delays are spread; all of these have `jitter` as their standard deviation.
  package enum Distribution: String, CaseIterable, Sendable {
    case uniform, normal, exponential
  }

  /// The share of packets that get lost, 0 to 1.
  package var loss = 0.0
  /// The mean number of packets in a burst of loss; 1 where each is lost by itself.
  package var burst = 1.0
  /// The share of packets lost within a burst: h of the Gilbert–Elliott model, whose good state
  /// loses none.
  package var density = 1.0
  /// Seconds.
  package var jitter = 0.0
  package var distribution = Distribution.normal
  /// The share of packets that come behind the one after them.
  package var reorder = 0.0
  /// The share of packets that come twice.
  package var duplicate = 0.0
  /// Parts in a million by which the sender's clock is fast.
  package var drift = 0.0

  package init() {}

  /// Throws where the numbers fit together in no model.
  package func check() throws(SynthesisError) {
    guard burst >= 1, burst <= 10_000 else { throw .argument("--burst takes 1 or more packets") }
    guard loss < density || loss == 0 || density == 1 else {
      throw .argument("--loss cannot reach the loss within bursts, --burst-loss")
    }
    // Between bursts lies at least one packet that arrives.
    let share = loss / density
    guard (burst == 1 && density == 1) || share >= 1 || burst * (1 - share) >= share else {
      throw .argument(
        "--loss \(Quantity.text(loss * 100))% needs bursts of at least "
          + "\(Quantity.text(share / (1 - share))) packets (--burst)")
    }
    guard drift.magnitude <= 100_000 else { throw .argument("--drift takes up to ±100000 ppm") }
    guard (0...10).contains(jitter) else { throw .argument("--jitter takes up to 10 s") }
  }

  /// What arrives of the packets, and when.
  func apply(to packets: [MediaPacket], random: inout RandomSource) -> [MediaPacket] {
    var model = LossModel(self)
    var arrived: [(packet: MediaPacket, isSwapped: Bool, isTwice: Bool)] = []
    arrived.reserveCapacity(packets.count)
    var last = Int64.min
    for packet in packets {
      var packet = packet
      packet.time = Int64((Double(packet.time) / (1 + drift * 1e-6)).rounded())
      // Every packet draws the same numbers, so that one impairment does not change another.
      let (isLost, delay) = (model.losesNext(&random), delay(&random))
      let (swap, twice) = (random.uniform(), random.uniform())
      guard !isLost else { continue }
      // Delays hold packets up, as queues do; only `reorder` changes their order.
      packet.time = max(packet.time + delay, last)
      last = packet.time
      arrived.append((packet, swap < reorder, twice < duplicate))
    }
    var index = 0
    while index + 1 < arrived.count {
      if arrived[index].isSwapped {
        arrived.swapAt(index, index + 1)
        let time = arrived[index].packet.time
        arrived[index].packet.time = arrived[index + 1].packet.time
        arrived[index + 1].packet.time = time
        index += 1
      }
      index += 1
    }
    return arrived.flatMap { $0.isTwice ? [$0.packet, $0.packet] : [$0.packet] }
  }

  private func delay(_ random: inout RandomSource) -> Int64 {
    let (first, second) = (random.uniform(), random.normal())
    guard jitter > 0 else { return 0 }
    let seconds =
      switch distribution {
      case .uniform: first * jitter * 12.0.squareRoot()
      case .normal: max(0, 3 + second) * jitter
      case .exponential: -log(1 - first) * jitter
      }
    return Int64((seconds * 1e9).rounded())
  }
}

/// Gilbert's and Elliott's two states: in the bad one packets get lost.
private struct LossModel {
  private let intoBurst: Double
  private let outOfBurst: Double
  private let density: Double
  private var isBad = false

  init(_ impairments: Impairments) {
    density = impairments.density
    // The share of time in the bad state, and how long it lasts.
    let share = min(1, impairments.loss / density)
    if impairments.burst <= 1 && density == 1 {
      intoBurst = share
      outOfBurst = 1 - share
    } else {
      outOfBurst = share < 1 ? 1 / impairments.burst : 0
      intoBurst = share < 1 ? min(1, outOfBurst * share / (1 - share)) : 1
    }
  }

  mutating func losesNext(_ random: inout RandomSource) -> Bool {
    let (change, loss) = (random.uniform(), random.uniform())
    isBad = isBad ? change >= outOfBurst : change < intoBurst
    return isBad && loss < density
  }
}
