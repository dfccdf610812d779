import ArgumentParser
import FoundationEssentials
import NetworkBytes
import Synthesis

/// The options of `synth` on the network.
struct NetworkOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Where it comes from, IPv4 or IPv6.", valueName: "address:port"))
  var src: String?

  @Option(help: ArgumentHelp("Where it goes to.", valueName: "address:port"))
  var dst: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("A tag of that VLAN, 1 to 4094.", valueName: "id"),
    transform: numeric("1 to 4094"))
  var vlan: UInt16?

  @Option(
    help: ArgumentHelp(
      "When it starts: 2020-01-01T00:00:00Z, or seconds since 1970.", valueName: "time"))
  var start: String?

  @Option(help: ArgumentHelp("The share of packets lost: 2%.", valueName: "percent"))
  var loss = "0%"

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The mean length of a burst of loss, in packets.", valueName: "n"),
    transform: numeric("1 packet or more"))
  var burst = 1.0

  @Option(
    help: ArgumentHelp(
      "The share lost within a burst (Gilbert and Elliott).", valueName: "percent"))
  var burstLoss = "100%"

  @Option(help: ArgumentHelp("The standard deviation of delays: 10ms.", valueName: "time"))
  var jitter = "0ms"

  @Option(help: "How delays are spread.")
  var jitterBy = Impairments.Distribution.normal

  @Option(
    help: ArgumentHelp("The share of packets that come behind the next.", valueName: "percent"))
  var reorder = "0%"

  @Option(help: ArgumentHelp("The share of packets that come twice.", valueName: "percent"))
  var duplicate = "0%"

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How much the sender's clock is fast.", valueName: "ppm"),
    transform: numeric("up to ±100000 ppm"))
  var drift = 0.0

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("What chance, and fields not given, follow from.", valueName: "n"),
    transform: numeric("a whole number from 0 on"))
  var seed: UInt64 = 1

  func impairments() throws -> Impairments {
    var impairments = Impairments()
    impairments.loss = try Self.share(loss, "--loss")
    impairments.burst = burst
    impairments.density = try Self.share(burstLoss, "--burst-loss")
    impairments.jitter = try StreamOptions.time(jitter, "--jitter")
    impairments.distribution = jitterBy
    impairments.reorder = try Self.share(reorder, "--reorder")
    impairments.duplicate = try Self.share(duplicate, "--duplicate")
    impairments.drift = drift
    guard impairments.density > 0 else { throw ValidationError("--burst-loss takes more than 0%") }
    return impairments
  }

  /// Source and destination; what is not given is of the family of what is.
  func addresses() throws -> (SocketAddress, SocketAddress) {
    let source = try src.map { try Self.address($0, "--src") }
    let destination = try dst.map { try Self.address($0, "--dst") }
    let isIPv6 = (source ?? destination)?.address.isIPv6 ?? false
    // RFC 5737 and RFC 3849: addresses for documentation.
    func usual(_ host: UInt32, _ port: UInt16) -> SocketAddress {
      SocketAddress(
        isIPv6
          ? IPAddress(ipv6High: 0x2001_0db8_0000_0000, low: UInt64(host))
          : IPAddress(ipv4: 0xc000_0200 | host), port: port)
    }
    let pair = (source ?? usual(1, 4000), destination ?? usual(2, 5000))
    guard pair.0.address.isIPv6 == pair.1.address.isIPv6 else {
      throw ValidationError("--src and --dst must both be IPv4 or both IPv6")
    }
    if let vlan, !(1...4094).contains(vlan) { throw ValidationError("--vlan takes 1 to 4094") }
    return pair
  }

  /// Nanoseconds since 1970.
  func startTime() throws -> Int64 {
    guard let start else { return 1_577_836_800_000_000_000 }
    let seconds = Self.universalTime(start)?.timeIntervalSince1970 ?? Quantity.number(start)
    // A pcap counts seconds in 32 bits.
    guard let seconds, (0...4_294_960_000).contains(seconds) else {
      throw ValidationError("--start takes 2020-01-01T00:00:00Z, or seconds since 1970")
    }
    return Int64((seconds * 1e6).rounded()) * 1000
  }

  /// Reads `2020-01-01T00:00:00Z`, with or without decimals; what the calendar does not have is nil.
  private static func universalTime(_ text: String) -> Date? {
    let decimals = text.dropFirst(19).dropLast()
    guard text.hasSuffix("Z"), decimals.isEmpty || decimals.first == "." && decimals.count > 1,
      decimals.dropFirst().allSatisfy({ $0.isASCII && $0.isNumber })
    else { return nil }
    let style = Date.ISO8601FormatStyle(includingFractionalSeconds: !decimals.isEmpty)
    // The style takes the 31st of February for a day in March.
    guard let date = try? style.parse(text), style.format(date).prefix(19) == text.prefix(19) else {
      return nil
    }
    return date
  }

  private static func share(_ text: String, _ option: String) throws -> Double {
    guard let share = Quantity.share(text) else {
      throw ValidationError("\(option) takes 0% to 100%, such as 2%, not '\(text)'")
    }
    return share
  }

  private static func address(_ text: String, _ option: String) throws -> SocketAddress {
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]),
      port > 0
    else {
      throw ValidationError("\(option) takes 192.0.2.1:4000 or [2001:db8::1]:4000, not '\(text)'")
    }
    var host = text[..<colon]
    let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
    if isBracketed { host = host.dropFirst().dropLast() }
    guard let address = IPAddress(host), address.isIPv6 == isBracketed else {
      throw ValidationError("\(option) takes 192.0.2.1:4000 or [2001:db8::1]:4000, not '\(text)'")
    }
    return SocketAddress(address, port: port)
  }
}

extension Impairments.Distribution: ExpressibleByArgument {}
