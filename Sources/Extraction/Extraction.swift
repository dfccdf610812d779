package import Capture
import Demultiplexing
import Playout
package import Reporting

/// The main job: traces in, one audio file a stream and a report out.
///
/// One reader walks the packets; workers decode, a batch of a stream at a time. Without an output
/// folder no files are made: streams are listened to for DTMF, if that was asked for, else nothing
/// is decoded, and the report lists the streams.
package struct Extraction: ~Copyable {
  /// What has been read of all inputs, for showing progress.
  package struct Progress: Sendable {
    package let bytes: Int
    /// Bytes of all inputs; nil where one of them is a pipe.
    package let total: Int?
    package let packets: Int
    package let streams: Int
  }

  var source: PacketSource
  private let options: ExtractionOptions
  private let directory: OutputDirectory?
  private let shouldStop: @Sendable () -> StopRequest
  /// Packets of all inputs so far.
  var packets = 0
  private var isInterrupted = false
  private var failure: ExtractionError?

  /// Opens the inputs ("-" is standard input), then makes the output folder.
  ///
  /// `shouldStop` is asked now and then; when it says so, what has been read is finished.
  package init(
    inputs: [String], output: String?, options: ExtractionOptions,
    shouldStop: @escaping @Sendable () -> StopRequest = { .none }
  ) throws(ExtractionError) {
    let source = try Self.open(inputs, options, shouldStop)
    let directory = try output.map { (path) throws(ExtractionError) in
      try OutputDirectory(path, overwrites: options.overwrites)
    }
    self.source = source
    self.directory = directory
    self.options = options
    self.shouldStop = shouldStop
  }

  private static func open(
    _ inputs: [String], _ options: ExtractionOptions,
    _ shouldStop: @escaping @Sendable () -> StopRequest
  ) throws(ExtractionError) -> PacketSource {
    do throws(CaptureError) {
      if let interface = options.interface {
        return try PacketSource(
          interface: interface, filter: options.filter, shouldStop: shouldStop)
      }
      return try PacketSource(paths: inputs, filter: options.filter, shouldStop: shouldStop)
    } catch {
      throw .input(error)
    }
  }

  /// What came of a job.
  package struct Outcome: Sendable {
    package var report: ExtractionReport
    /// What ended the job before its time; what was done before stands.
    package let failure: ExtractionError?
  }

  /// Does the job.
  package consuming func run(progress: (Progress) -> Void) -> Outcome {
    var demultiplexing = options.demultiplexing
    demultiplexing.keepsPayloads = directory != nil || options.playout.detectsDigits
    var demultiplexer = Demultiplexer(demultiplexing)
    guard demultiplexing.keepsPayloads else {
      read(into: &demultiplexer, progress: progress) { _, _ in
      } pause: { _ in
      }
      demultiplexer.finish()
      return Outcome(report: report(on: demultiplexer, played: [:]), failure: failure)
    }
    let gaps = GapArchive()
    let crew = Crew(options: options, gaps: gaps)
    var flusher = StreamFlusher(crew: crew, directory: directory, options: options)
    read(into: &demultiplexer, progress: progress) {
      (index, demultiplexer) throws(ExtractionError) in
      try flusher.flushIfFull(index, of: &demultiplexer)
    } pause: { (demultiplexer) throws(ExtractionError) in
      try flusher.flushAll(&demultiplexer)
      if let failure = crew.failure { throw failure }
    }
    demultiplexer.finish()
    for index in demultiplexer.streams.indices {
      do throws(ExtractionError) { try flusher.finish(index, of: &demultiplexer) } catch {
        failure = failure ?? error
      }
    }
    let played = flusher.finish()
    failure = failure ?? crew.failure
    var report = report(on: demultiplexer, played: played)
    report.gapStore = gaps
    if options.alignment != .stream || options.layout == .call { report.placeStreams() }
    if let directory {
      var completion = FileCompletion(of: report, in: directory, options)
      completion.complete(&report)
      failure = failure ?? completion.failure
    }
    return Outcome(report: report, failure: failure)
  }

  /// Reads to the end, or until there is a reason to stop.
  ///
  /// `receive` is called for each stream that should be played, `pause` every second of a pipe.
  private mutating func read(
    into demultiplexer: inout Demultiplexer, progress: (Progress) -> Void,
    receive: (Int, inout Demultiplexer) throws(ExtractionError) -> Void,
    pause: (inout Demultiplexer) throws(ExtractionError) -> Void
  ) {
    var due = 0
    do {
      while true {
        let most = (options.packetLimit ?? .max) - source.counters.packets
        if try source.nextFastPath(most: most) > 0 {
          if packets == 0 { demultiplexer.traceStart = source.fastPathRow.span[0].time }
          var failure: ExtractionError?
          demultiplexer.receive(
            source.fastPathRow.span, in: source.chunk,
            at: RowPlace(source.fastPathRow, packetsBefore: packets)
          ) { stream, demultiplexer in
            // The rest of the row is taken all the same, as it was read and counted.
            guard failure == nil else { return }
            do throws(ExtractionError) { try receive(stream, &demultiplexer) } catch {
              failure = error
            }
          }
          packets += source.fastPathRow.count
          if let failure { throw failure }
        } else if let packet = try source.next() {
          if case .idle = packet.kind {
            try pause(&demultiplexer)
            continue
          }
          if case .secrets = packet.kind {
            demultiplexer.receive(secrets: source.payload)
            for stream in demultiplexer.fed { try receive(stream, &demultiplexer) }
            if shouldStop() == .now { break }
            continue
          }
          if packets == 0 { demultiplexer.traceStart = packet.time }
          packets += 1
          try take(packet, into: &demultiplexer, receive: receive)
        } else {
          break
        }
        if packets >= due {
          due = packets + 4096
          progress(self.progress(demultiplexer))
          if shouldStop() == .now { break }
        }
        if let limit = options.packetLimit, source.counters.packets >= limit { break }
      }
    } catch let error as ExtractionError {
      failure = error
    } catch let error as CaptureError {
      failure = .input(error)
    } catch {
      failure = .writing("\(error)")
    }
    // A live capture has no other end.
    isInterrupted = options.interface == nil && shouldStop() == .now
    progress(self.progress(demultiplexer))
  }

  /// Takes a packet that does not suit the fast path.
  private func take(
    _ packet: CapturedPacket, into demultiplexer: inout Demultiplexer,
    receive: (Int, inout Demultiplexer) throws(ExtractionError) -> Void
  ) throws(ExtractionError) {
    switch packet.kind {
    case .udp:
      let stream = demultiplexer.receive(
        source.payload, from: packet.source, to: packet.destination, at: packet.time,
        number: packets, place: PacketPlace(packet), isTruncated: packet.isTruncated)
      if let stream { try receive(stream, &demultiplexer) }
    case .tcp:
      demultiplexer.receive(
        stream: source.payload, connection: packet.connection,
        isDiscontinuous: packet.isDiscontinuous, from: packet.source, to: packet.destination,
        at: packet.time, number: packets, place: PacketPlace(packet))
      for stream in demultiplexer.fed { try receive(stream, &demultiplexer) }
    case .other, .idle, .secrets:
      break
    }
  }

  private func progress(_ demultiplexer: borrowing Demultiplexer) -> Progress {
    let sizes = source.inputs.map(\.size)
    return Progress(
      bytes: source.inputs.reduce(0) { $0 + $1.bytes },
      total: sizes.contains(nil) ? nil : sizes.reduce(0) { $0 + ($1 ?? 0) },
      packets: packets, streams: demultiplexer.streams.count)
  }

  private func report(
    on demultiplexer: borrowing Demultiplexer, played: [Int: PlayedStream]
  ) -> ExtractionReport {
    ExtractionReport(
      demultiplexer, played: played, inputs: source.inputs, capture: source.counters,
      unfilteredLinkTypes: source.unfilteredLinkTypes, isInterrupted: isInterrupted)
  }
}
