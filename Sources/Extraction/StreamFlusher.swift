import Demultiplexing
import Playout
import Reporting

/// Decides when a stream's packets are played, and where they wait until then.
///
/// Memory is one budget for all streams. What may be played goes to the crew when a stream has
/// a batch of it; what may not (an open hole, a payload type without a meaning) stays, and goes to
/// the spool when the budget is spent. Where bytes lie never changes what comes out.
struct StreamFlusher: ~Copyable {
  private let crew: Crew
  /// Batches of each lane that are not enough for a group yet.
  private var groups: [Crew.Group]
  private var scratch = PlayoutScratch()
  /// Nil where streams are only listened to.
  private let directory: OutputDirectory?
  private var spool = Spool()
  /// Where packets of streams lie in the spool, oldest first.
  private var spooled: [Int: [SpoolExtent]] = [:]
  private var partNames: PartNames
  private let alignment: ExtractionOptions.Alignment

  init(crew: Crew, directory: OutputDirectory?, options: ExtractionOptions) {
    self.crew = crew
    groups = Array(repeating: [], count: crew.lanes.count)
    self.directory = directory
    partNames = PartNames(fileExtension: options.fileExtension)
    alignment = options.alignment
  }

  /// Plays what may be played of a stream that is full, and makes room if there is too little.
  mutating func flushIfFull(
    _ index: Int, of demultiplexer: inout Demultiplexer
  ) throws(ExtractionError) {
    try flush(index, of: &demultiplexer)
    if demultiplexer.isOverBudget { try relieve(&demultiplexer) }
  }

  /// Plays all that may be played, of all streams.
  mutating func flushAll(_ demultiplexer: inout Demultiplexer) throws(ExtractionError) {
    for index in demultiplexer.streams.indices where !demultiplexer.streams[index].batch.isEmpty {
      try flush(index, of: &demultiplexer, least: 1)
    }
    playGroups()
  }

  /// Plays what may be played of a stream: if it is full and that is at least a quarter of it, or if that is `least`
  /// packets.
  private mutating func flush(
    _ index: Int, of demultiplexer: inout Demultiplexer, least: Int? = nil
  ) throws(ExtractionError) {
    if demultiplexer.streams[index].isClosed {
      demultiplexer.settleProtection(of: index)
      if demultiplexer.streams[index].hasWaitedLong { return forget(index, of: &demultiplexer) }
    }
    guard demultiplexer.streams[index].isDue(always: least != nil) else { return }
    try drain(index, of: &demultiplexer)
    submit(index, &demultiplexer, least: least)
  }

  /// Brings back what was spooled of a stream, and plays what was final then.
  private mutating func drain(
    _ index: Int, of demultiplexer: inout Demultiplexer
  ) throws(ExtractionError) {
    guard demultiplexer.streams[index].packetsElsewhere > 0,
      let extents = spooled.removeValue(forKey: index)
    else { return }
    demultiplexer.streams[index].packetsElsewhere = 0
    var newest = EncodedBatch(pool: demultiplexer.pages)
    newest.threshold = demultiplexer.streams[index].batch.threshold
    swap(&newest, &demultiplexer.streams[index].batch)
    for extent in extents {
      let older = try spool.read(extent)
      demultiplexer.streams[index].batch.append(older)
      demultiplexer.recount(index)
      submit(index, &demultiplexer, watermark: extent.watermark, least: 1)
    }
    demultiplexer.streams[index].batch.append(newest)
    demultiplexer.recount(index)
  }

  /// Gives the worker what may be played, if that is enough.
  private mutating func submit(
    _ index: Int, _ demultiplexer: inout Demultiplexer, watermark: Int64? = nil, least: Int?
  ) {
    let taken = demultiplexer.streams[index].takePlayable(
      below: watermark, least: least, turn: index % 16 + 1)
    guard let taken else { return }
    demultiplexer.recount(index)
    play(index, &demultiplexer, taken, isLast: false)
  }

  private mutating func play(
    _ index: Int, _ demultiplexer: inout Demultiplexer, _ batch: LentBatch, isLast: Bool
  ) {
    let plan = PlayoutPlan(
      stream: index, directory: directory,
      partName: partNames.name(of: index, in: demultiplexer.streams),
      lead: demultiplexer.lead(of: index, alignment) ?? 0)
    let task = PlayoutTask(
      batch: batch, formats: demultiplexer.streams[index].formats,
      protection: demultiplexer.protection(of: index), plan: plan, isLast: isLast,
      isDiscarded: demultiplexer.streams[index].isClosed)
    let lane = crew.lane(of: index)
    if crew.isAlone { return crew.lanes[lane].play(task, &scratch) }
    groups[lane].append(task)
    if groups[lane].count >= crew.groupSize { playGroup(lane) }
  }

  private mutating func playGroup(_ lane: Int) {
    guard !groups[lane].isEmpty else { return }
    var group: Crew.Group = []
    swap(&group, &groups[lane])
    crew.add(group, to: lane, &scratch)
  }

  private mutating func playGroups() {
    for lane in groups.indices { playGroup(lane) }
  }

  /// Plays all that waits; returns what became of the streams.
  mutating func finish() -> [Int: PlayedStream] {
    playGroups()
    return crew.finish(&scratch)
  }

  /// Drops all packets of a stream that nothing opens.
  private mutating func forget(_ index: Int, of demultiplexer: inout Demultiplexer) {
    spooled[index] = nil
    demultiplexer.streams[index].packetsElsewhere = 0
    discard(index, of: &demultiplexer)
  }

  private func discard(_ index: Int, of demultiplexer: inout Demultiplexer) {
    demultiplexer.streams[index].batch.recycle()
    demultiplexer.recount(index)
  }

  /// Makes room: the fuller half of the streams is played as far as it may be, or spooled.
  private mutating func relieve(_ demultiplexer: inout Demultiplexer) throws(ExtractionError) {
    let average = demultiplexer.heldBytes / max(1, demultiplexer.streams.count)
    for index in demultiplexer.streams.indices
    where demultiplexer.streams[index].heldBytes >= max(1, average) {
      try flush(index, of: &demultiplexer, least: 1)
      guard demultiplexer.streams[index].heldBytes >= average / 2 else { continue }
      let watermark = demultiplexer.streams[index].watermark
      let extent = try spool.append(demultiplexer.streams[index].batch, watermark: watermark)
      spooled[index, default: []].append(extent)
      demultiplexer.streams[index].packetsElsewhere += extent.packets
      discard(index, of: &demultiplexer)
    }
  }

  /// Ends the stream: everything that is left is played.
  mutating func finish(
    _ index: Int, of demultiplexer: inout Demultiplexer
  ) throws(ExtractionError) {
    if demultiplexer.streams[index].isClosed {
      forget(index, of: &demultiplexer)
      guard demultiplexer.streams[index].isStarted else { return }
    }
    try drain(index, of: &demultiplexer)
    let batch = demultiplexer.streams[index].takeAll()
    demultiplexer.recount(index)
    play(index, &demultiplexer, batch, isLast: true)
  }
}
