package import Playout
import RTP

// All of this changes the stream where it is: a copy of one, made to ask it something, costs more than a packet.
extension InboundStream {
  /// Everything before this order is final.
  package var watermark: Int64 { mutating get { reception.tracker.watermark } }

  /// Whether to try to play now what may be played; the next time will be when it holds more.
  package mutating func isDue(always: Bool = false) -> Bool {
    guard always || batch.measure().isFull else { return false }
    batch.threshold = batch.byteCount + Self.flushSize / 4
    return !hasUnknownFormat && !isClosed && mayBePlayed
  }

  /// Whether it may be SRTP, and nothing has opened it.
  package var isClosed: Bool { mutating get { protection.isClosed } }

  /// How its packets lie in batches, and whether that is not known yet.
  var protection: (PacketProtection?, isClosed: Bool) {
    mutating get {
      guard keepsWhole, let protected else { return (nil, false) }
      let protection = protected.protection
      return (protection, protection == nil)
    }
  }

  /// Whether as many packets wait for a key as are kept: 160 s of packets of 20 ms.
  package var hasWaitedLong: Bool {
    mutating get { isClosed && batch.packets + packetsElsewhere >= 8192 }
  }

  /// Whether it holds what its first batch takes: before that, nothing that waits elsewhere need be
  /// brought back.
  private var mayBePlayed: Bool {
    mutating get {
      isStarted
        || batch.packets + packetsElsewhere
          >= Opening.packets + StreamPlayout.lookahead(for: formats)
    }
  }

  /// Takes what may be played of the packets below `watermark`, by default those that are final; nil where that
  /// is less than `least` packets, by default a quarter.
  ///
  /// `turn` is of 16: streams that began together would all be full together, so their second batches are
  /// of different sizes, and then they take turns.
  package mutating func takePlayable(
    below watermark: Int64? = nil, least: Int? = nil, turn: Int
  ) -> LentBatch? {
    batch.sort()
    let final = batch.count(below: watermark ?? reception.tracker.watermark)
    let playable = final - StreamPlayout.lookahead(for: formats)
    let least = max(isStarted ? 1 : Opening.packets, least ?? batch.packets / 4)
    guard playable >= least else { return nil }
    let taken = LentBatch(batch.take(final, playable: playable))
    batch.threshold = batch.byteCount + Self.flushSize / 16 * (isStarted ? 16 : turn)
    isStarted = true
    return taken
  }

  /// Takes all packets, to be played.
  package mutating func takeAll() -> LentBatch {
    batch.sort()
    return LentBatch(batch.take(batch.packets, playable: batch.packets))
  }

  /// Counts anew what memory the batch takes; returns by how much that is more than before.
  mutating func recount() -> Int {
    let before = heldBytes
    heldBytes = batch.capacity
    return heldBytes - before
  }
}
