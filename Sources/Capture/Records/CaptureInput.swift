/// One capture: its records, one after the other.
struct CaptureInput: ~Copyable {
  enum Arrival {
    case record
    /// The text of a key log, which lies where `record` says.
    case secrets
    case idle
    case end
  }

  /// The record that was read last: where it lies and what its header says.
  struct Record {
    var time: Int64 = 0
    /// Index of the first byte in the chunk.
    var start = 0
    /// Bytes captured.
    var count = 0
    /// Bytes that were on the wire.
    var originalLength = 0
    /// Nil on an interface that was not described.
    var linkType: UInt16?
  }

  /// The place among the inputs.
  let index: Int
  let path: String
  var buffer: ReadBuffer
  /// What came last and was not handed out yet: `record`, or a reason why there is none.
  var arrival: Arrival?
  var record = Record()
  /// Records numbered so far, and so the number of `record`.
  var number = 0
  var packets = 0
  /// Nil for pcapng.
  let pcap: PcapHeader?
  var section = PcapngSection()
  /// Blocks of a pcapng file read so far.
  var blocks = 0
  /// Decompressed bytes of blocks that are no packets, since the last one that is.
  var barrenBytes = 0
  /// Capture time of the last packet.
  var lastTime: Int64 = 0
  /// Blocks with secrets that contradict themselves.
  var damagedSecrets = 0
  private var isTruncated = false
  private var damage: String?

  /// Opens a capture and reads its file header.
  init(
    opening path: String, index: Int, chunkLength: Int = ReadBuffer.chunkLength,
    shouldStop: @escaping @Sendable () -> StopRequest
  ) throws(CaptureError) {
    let descriptor = try InputDescriptor(path: path, shouldStop: shouldStop)
    try self.init(descriptor, path: path, index: index, chunkLength: chunkLength)
  }

  /// Starts to capture on a network interface.
  init(
    capturing interface: String, filter: String?, shouldStop: @escaping @Sendable () -> StopRequest
  ) throws(CaptureError) {
    let descriptor = try InputDescriptor(
      interface: interface, filter: filter, shouldStop: shouldStop)
    try self.init(descriptor, path: interface, index: 0, chunkLength: ReadBuffer.chunkLength)
  }

  private init(
    _ descriptor: consuming InputDescriptor, path: String, index: Int, chunkLength: Int
  ) throws(CaptureError) {
    var buffer = ReadBuffer(descriptor, chunkLength: chunkLength)
    pcap = try buffer.readFileHeader()
    self.buffer = buffer
    self.path = path
    self.index = index
  }

  /// Whether the input can be closed and read again from its start.
  var canReopen: Bool { buffer.descriptor.size != nil && path != "-" }

  /// The bytes of `record`.
  var frame: Span<UInt8> {
    @_lifetime(borrow self)
    @inline(__always)
    get { buffer.bytes.span.extracting(record.start..<record.start &+ record.count) }
  }

  /// When and where `record` was captured.
  var origin: PacketOrigin { PacketOrigin(time: record.time, input: index, number: number) }

  /// Where what is no packet stands.
  var betweenPackets: PacketOrigin { PacketOrigin(time: lastTime, input: index, number: 0) }

  var summary: InputSummary {
    var summary = InputSummary(path: path)
    summary.packets = packets
    summary.bytes = buffer.consumed
    summary.size = buffer.descriptor.size
    summary.isTruncated = isTruncated
    summary.damage = damage
    summary.dropped = buffer.descriptor.dropped
    summary.damagedSecrets = damagedSecrets
    return summary
  }

  /// Goes to the next record.
  mutating func nextRecord() throws(CaptureError) -> Arrival {
    while true {
      if let arrival = try takeRecord() { return arrival }
    }
  }

  /// Goes on by one record, or one block of a pcapng file; nil where that is no packet.
  @inline(__always)
  mutating func takeRecord() throws(CaptureError) -> Arrival? {
    if let pcap { try takePcapRecord(pcap) } else { try takePcapngBlock() }
  }

  /// Whether `takeRecord` finds what it takes in the chunk, and leaves that where it is.
  var hasWholeRecord: Bool {
    if let pcap { buffer.hasWholeRecord(pcap) } else { buffer.hasWholeBlock(section.byteOrder) }
  }

  /// Ends the input here, because what follows makes no sense.
  mutating func stop(_ damage: String) -> Arrival {
    if self.damage == nil { self.damage = damage }
    return .end
  }

  /// What a record that is not whole yet means.
  mutating func interrupted(_ availability: ReadBuffer.Availability) -> Arrival {
    if availability == .idle { return .idle }
    if let damage = buffer.decompression?.damage { return stop(damage) }
    let isCut = buffer.available > 0 || buffer.decompression?.isCut == true
    if isCut, damage == nil { isTruncated = true }
    buffer.discard()
    return .end
  }
}
