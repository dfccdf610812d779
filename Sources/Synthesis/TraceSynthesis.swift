import Files
package import NetworkBytes
internal import SRTP
internal import Tones

/// A trace to be made: what each party says, and what the network does to it.
package struct TraceSynthesis: Sendable {
  /// What a party sends, and where from.
  package struct Party: Sendable {
    package let address: SocketAddress
    package let audio: Prompt
    package let media: MediaOptions

    package init(_ address: SocketAddress, _ audio: Prompt, _ media: MediaOptions) {
      self.address = address
      self.audio = audio
      self.media = media
    }
  }

  package let caller: Party
  /// Where the caller's media go.
  package let callee: SocketAddress
  /// What the callee sends; nil where it only listens.
  package var reply: Party?
  package var impairments = Impairments()
  package var seed: UInt64 = 1
  /// Nanoseconds since 1970.
  package var start: Int64 = 1_577_836_800_000_000_000
  package var vlan: UInt16?
  /// By what the media are protected; nil where they are in clear.
  package var protection: MediaProtection?
  /// Whether the SIP dialog of the call is around the media.
  package var signals = false

  package init(_ caller: Party, to callee: SocketAddress) {
    self.caller = caller
    self.callee = callee
  }

  /// Writes the trace; where that fails nothing is left behind.
  package func write(
    to path: String, _ format: TraceFormat, overwrites: Bool
  ) throws(SynthesisError) {
    try SynthesisError.checkOutput(path, overwrites: overwrites)
    try impairments.check()
    let (datagrams, isMedia) = try datagrams()
    do throws(FileError) {
      try write(datagrams, isMedia, to: GrowingFile(path, replaces: overwrites), format)
    } catch {
      throw SynthesisError(error)
    }
  }

  private func write(
    _ datagrams: [Datagram], _ isMedia: [Bool], to file: consuming GrowingFile,
    _ format: TraceFormat
  ) throws(FileError) {
    var block = format.head
    for (index, datagram) in datagrams.enumerated() {
      let frame = datagram.frame(
        vlan: vlan, identification: UInt16(truncatingIfNeeded: index + 1),
        isMedia: isMedia[index])
      block += format.record(frame, at: start + datagram.time)
      if block.count > 1 << 18 {
        try file.write(block.span)
        block.removeAll(keepingCapacity: true)
      }
    }
    try file.write(block.span)
    try file.complete()
  }

  /// All datagrams in order of time, and whether each is media.
  private func datagrams() throws(SynthesisError) -> ([Datagram], [Bool]) {
    var all: [(datagram: Datagram, isMedia: Bool)] = []
    let begin = signals ? CallScript.mediaStart : 0
    let keys = try protection?.keys(seed: seed)
    var parties = [(caller, callee, keys?.caller)]
    if let reply { parties.append((reply, caller.address, keys?.callee)) }
    for (index, (party, destination, key)) in parties.enumerated() {
      var writer = try PacketWriter(key)
      var stream = MediaStream(party.media, party.audio, seed: seed &* 4 &+ UInt64(index))
      var random = RandomSource(seed: seed &* 4 &+ UInt64(index) &+ 2)
      for packet in impairments.apply(to: try stream.packets(), random: &random) {
        let datagram = Datagram(
          time: begin + packet.time, source: party.address, destination: destination,
          payload: try writer.bytes(of: packet))
        guard datagram.packetSize <= Datagram.largestPacket else {
          throw .argument(
            "--ptime \(Quantity.text(party.media.packetTime * 1000)): a packet has "
              + "\(datagram.packetSize) bytes, and Ethernet and SIPp take "
              + "\(Datagram.largestPacket); pass a smaller --ptime")
        }
        all.append((datagram, true))
      }
    }
    if signals {
      let end = all.reduce(begin) { max($0, $1.datagram.time) }
      let script = CallScript(
        caller: caller.address, callee: callee, offer: caller.media,
        answer: reply?.media ?? caller.media, keys: keys,
        number: RandomSource(seed: seed).first >> 16)
      all += script.datagrams(end: end).map { ($0, false) }
    }
    let order = all.indices.sorted { (all[$0].datagram.time, $0) < (all[$1].datagram.time, $1) }
    return (order.map { all[$0].datagram }, order.map { all[$0].isMedia })
  }
}

extension RandomSource {
  fileprivate var first: UInt64 {
    var copy = self
    return copy.next()
  }
}
