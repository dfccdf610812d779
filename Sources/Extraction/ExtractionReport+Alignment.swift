import Playout
import RTP
import SoundFile

extension ExtractionReport {
  /// Gives each stream its place among the others: by its sender's wall clock where RTCP tells it,
  /// else by the capture time of its first packet.
  mutating func place(_ options: ExtractionOptions) {
    guard options.alignment != .stream || options.layout == .call else { return }
    let places = WallClocks(streams).places()
    for index in streams.indices where streams[index].fileFrames != nil {
      let time = places[index]
      streams[index].place = StreamPlace(
        time: time ?? streams[index].statistics.firstTime, witness: time == nil ? .capture : .rtcp)
    }
  }

  /// Brings the silence in front of each file, which was written by what was known as the file
  /// began, to what the whole trace says.
  mutating func align(in directory: OutputDirectory, _ options: ExtractionOptions) {
    guard options.alignment != .stream else { return }
    var starts: [Int: Int64] = [:]
    if options.alignment == .call {
      for stream in streams where stream.fileFrames != nil {
        guard let call = stream.callIndex else { continue }
        starts[call] = min(starts[call] ?? .max, stream.place.time)
      }
    }
    for index in streams.indices where streams[index].fileFrames != nil {
      let stream = streams[index]
      let origin =
        options.alignment == .trace
        ? startTime : stream.callIndex.flatMap { starts[$0] } ?? stream.place.time
      var lead = max(0, Double(stream.place.time &- origin) * 1e-9)
      if lead > ExtractionOptions.longestLead {
        lead = 0
        streams[index].place.witness = nil
        streams[index].warnings.append(
          "starts more than a week after what it should be aligned with; it is not")
      }
      let frames = Int64((lead * Double(stream.played?.sampleRate ?? 8000)).rounded())
      guard frames != stream.leadFrames else { continue }
      do throws(ExtractionError) {
        try rewrite(stream, leadFrames: frames, in: directory, options)
        streams[index].fileFrames = (stream.fileFrames ?? 0) + frames - stream.leadFrames
        streams[index].leadFrames = frames
      } catch {
        failure = failure ?? error
      }
    }
  }

  /// Writes a stream's file anew with other silence in front.
  private func rewrite(
    _ stream: StreamReport, leadFrames: Int64, in directory: OutputDirectory,
    _ options: ExtractionOptions
  ) throws(ExtractionError) {
    // No call has this number.
    let part = "call-0.\(options.fileExtension).part"
    do throws(SoundFileError) {
      var reader = try SoundFileReader(opening: directory.path(of: stream.partName))
      var writer = try SoundFileWriter(
        creating: directory.path(of: part),
        format: SoundFileFormat(
          container: options.container, subtype: options.subtype,
          sampleRate: reader.sampleRate, channels: reader.channels))
      try writer.copy(&reader, leadFrames: leadFrames, skipping: stream.leadFrames)
      try writer.finish()
    } catch {
      directory.remove(part)
      throw .writing("\(error)")
    }
    try directory.complete(part, as: stream.partName, overwrites: true)
  }
}

extension SoundFileWriter {
  /// Writes silence, then what `reader` holds after its first frames.
  fileprivate mutating func copy(
    _ reader: inout SoundFileReader, leadFrames: Int64, skipping: Int64
  ) throws(SoundFileError) {
    let channels = reader.channels
    var block = [Int16](repeating: 0, count: 8192 * channels)
    var rest = leadFrames
    while rest > 0 {
      let count = Int(min(rest, 8192))
      try write(block.span.extracting(0..<count * channels))
      rest -= Int64(count)
    }
    var skipped = skipping
    while true {
      var span = block.mutableSpan
      var room = span._mutatingExtracting(
        0..<(skipped > 0 ? Int(min(skipped, 8192)) : 8192) * channels)
      let count = reader.read(into: &room)
      if count == 0 { return }
      if skipped > 0 {
        skipped -= Int64(count)
      } else {
        try write(block.span.extracting(0..<count * channels))
      }
    }
  }
}
