import Playout
import Reporting
import SoundFile

extension FileCompletion {
  /// The name under which a file is written anew; calls count from 1, so that none has it.
  private static let rewritten = "call-0"

  /// Corrects the silence in front of each file: as the file began, its length could follow from
  /// the packets so far only; now the whole trace is known.
  mutating func align(_ report: inout ExtractionReport) {
    guard options.alignment != .stream else { return }
    let starts = callStarts(report)
    for index in report.streams.indices {
      guard let file = written[index] else { continue }
      let stream = report.streams[index]
      let origin =
        options.alignment == .trace
        ? report.startTime : stream.callIndex.flatMap { starts[$0] } ?? stream.place.time
      var lead = max(0, Double(stream.place.time &- origin) * 1e-9)
      if lead > ExtractionOptions.longestLead {
        lead = 0
        report.streams[index].place.witness = nil
        report.streams[index].warnings.append(
          "starts more than a week after what it should be aligned with; it is not")
      }
      let frames = Int64((lead * Double(stream.played?.sampleRate ?? 8000)).rounded())
      guard frames != file.leadFrames else { continue }
      attempt { (completion) throws(ExtractionError) in
        try completion.rewrite(file, leadFrames: frames)
        completion.written[index]?.frames += frames - file.leadFrames
        completion.written[index]?.leadFrames = frames
      }
    }
  }

  /// The place of each call's first stream, in capture time.
  private func callStarts(_ report: ExtractionReport) -> [Int: Int64] {
    guard options.alignment == .call else { return [:] }
    var starts: [Int: Int64] = [:]
    for (index, stream) in report.streams.enumerated() where written[index] != nil {
      guard let call = stream.callIndex else { continue }
      starts[call] = min(starts[call] ?? .max, stream.place.time)
    }
    return starts
  }

  /// Writes a stream's file anew with other silence in front.
  private func rewrite(_ file: WrittenFile, leadFrames: Int64) throws(ExtractionError) {
    let part = "\(Self.rewritten).\(options.fileExtension).part"
    do throws(SoundFileError) {
      var reader = try SoundFileReader(opening: directory.path(of: file.partName))
      var writer = try SoundFileWriter(
        creating: directory.path(of: part),
        format: SoundFileFormat(
          container: options.container, subtype: options.subtype,
          sampleRate: reader.sampleRate, channels: reader.channels))
      try writer.copy(&reader, leadFrames: leadFrames, skipping: file.leadFrames)
      try writer.finish()
    } catch {
      directory.remove(part)
      throw .writing("\(error)")
    }
    try directory.complete(part, as: file.partName, overwrites: true)
  }
}

extension SoundFileWriter {
  /// Writes silence, then what `reader` holds after its first frames.
  fileprivate mutating func copy(
    _ reader: inout SoundFileReader, leadFrames: Int64, skipping: Int64
  ) throws(SoundFileError) {
    try writeSilence(leadFrames)
    if format.subtype == .pcm24 {
      try copy(Int32(0), reader.channels, skipping: skipping) {
        reader.read(into: &$0)
      } write: { writer, samples throws(SoundFileError) in
        try writer.write(samples)
      }
    } else {
      try copy(Int16(0), reader.channels, skipping: skipping) {
        reader.read(into: &$0)
      } write: { writer, samples throws(SoundFileError) in
        try writer.write(samples)
      }
    }
  }

  /// Copies samples of the width of `zero`.
  private mutating func copy<Sample>(
    _ zero: Sample, _ channels: Int, skipping: Int64, read: (inout MutableSpan<Sample>) -> Int,
    write: (inout SoundFileWriter, Span<Sample>) throws(SoundFileError) -> Void
  ) throws(SoundFileError) {
    var block = [Sample](repeating: zero, count: 8192 * channels)
    var skipped = skipping
    while true {
      var span = block.mutableSpan
      var room = span._mutatingExtracting(
        0..<(skipped > 0 ? Int(min(skipped, 8192)) : 8192) * channels)
      let count = read(&room)
      if count == 0 { return }
      if skipped > 0 {
        skipped -= Int64(count)
      } else {
        try write(&self, block.span.extracting(0..<count * channels))
      }
    }
  }
}
