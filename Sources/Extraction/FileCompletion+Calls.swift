import Playout
import RTP
import Reporting
import Signalling
import SoundFile

extension FileCompletion {
  /// The streams of each call that has files of both sides, in order of their first streams.
  func twoWayCalls(_ report: ExtractionReport) -> [[Int]] {
    var calls: [Int: [Int]] = [:]
    for (index, stream) in report.streams.enumerated() {
      guard let file = written[index], file.frames > 0, !stream.isProtected,
        let call = stream.callIndex
      else { continue }
      calls[call, default: []].append(index)
    }
    return calls.values.filter { streams in
      Set(streams.compactMap { report.streams[$0].sender }).count == 2
    }.sorted { $0[0] < $1[0] }
  }

  /// Joins the two directions of each call to one stereo file, the caller left; every stream of a
  /// side goes to its channel at its time.
  mutating func writeCalls(_ calls: [[Int]], _ report: inout ExtractionReport) {
    var number = 0
    for streams in calls where spansOneTime(streams, &report) {
      let stem = Self.callStem(number)
      number += 1
      attempt { (completion) throws(ExtractionError) in
        do throws(ExtractionError) {
          try completion.writeCall(streams, stem, &report)
        } catch {
          completion.directory.remove(completion.callPart(stem))
          throw error
        }
      }
    }
  }

  /// The name that a call's file grows under.
  func callPart(_ stem: String) -> String { "\(stem).\(options.fileExtension).part" }

  /// Whether the streams of a call start near enough to each other for one file.
  private func spansOneTime(_ streams: [Int], _ report: inout ExtractionReport) -> Bool {
    let times = streams.map { report.streams[$0].statistics.firstTime }
    let span = Double((times.max() ?? 0) &- (times.min() ?? 0)) * 1e-9
    guard span > ExtractionOptions.longestLead else { return true }
    for index in streams {
      report.streams[index].warnings.append(
        "starts more than a week from the rest of its call; not joined")
    }
    return false
  }

  /// Writes one call's file and takes its streams' own files away.
  private mutating func writeCall(
    _ streams: [Int], _ stem: String, _ report: inout ExtractionReport
  ) throws(ExtractionError) {
    let rate = streams.compactMap { report.streams[$0].played?.sampleRate }.max() ?? 8000
    let first = streams.map { report.streams[$0].place.time }.min() ?? 0
    let starts = streams.map { index in
      let offset = Double(report.streams[index].place.time &- first) * 1e-9
      return Int64((offset * Double(rate)).rounded())
    }
    let frames = try mix(streams, from: starts, at: rate, into: callPart(stem), report)
    if options.writesMarkers { try writeMarkers(ofCall: streams, stem, rate: rate, report) }
    let name = "\(stem).\(options.fileExtension)"
    try directory.complete(callPart(stem), as: name, overwrites: options.overwrites)
    for (index, start) in zip(streams, starts) {
      if let file = written[index].take() { directory.remove(file.partName) }
      report.streams[index].file = StreamFile(
        name: name, sampleRate: rate, channels: 2, frames: frames, leadFrames: start,
        channel: report.streams[index].channel)
    }
  }

  /// Mixes the streams, which begin at the frames `starts`, into a stereo file; returns its frames.
  private func mix(
    _ streams: [Int], from starts: [Int64], at rate: Int, into part: String,
    _ report: ExtractionReport
  ) throws(ExtractionError) -> Int64 {
    var sources: [(source: ChannelSource, channel: Int)] = []
    var end: Int64 = 0
    for (index, start) in zip(streams, starts) {
      guard let file = written[index] else { continue }
      let stream = report.streams[index]
      let source = try ChannelSource(
        directory.path(of: file.partName), lead: file.leadFrames, start: start, sampleRate: rate)
      sources.append((source, stream.channel))
      let seconds = stream.played.map { Double($0.frames) / Double($0.sampleRate ?? rate) } ?? 0
      end = max(end, start + Int64((seconds * Double(rate)).rounded()))
    }
    do throws(SoundFileError) {
      var writer = try SoundFileWriter(
        creating: directory.path(of: part),
        format: SoundFileFormat(
          container: options.container, subtype: options.subtype, sampleRate: rate, channels: 2))
      try Self.write(sources, until: end, to: &writer)
      try writer.finish()
    } catch {
      throw .writing("\(error)")
    }
    return end
  }

  private static func write(
    _ sources: [(source: ChannelSource, channel: Int)], until end: Int64,
    to writer: inout SoundFileWriter
  ) throws(SoundFileError) {
    var position: Int64 = 0
    var rest = sources
    while position < end {
      let count = Int(min(end - position, 8192))
      var sum = [Int32](repeating: 0, count: count * 2)
      rest.removeAll { !$0.source.add(to: &sum, channel: $0.channel, of: 2, at: position) }
      let samples = sum.map { Int16(max(-32_768, min(32_767, $0))) }
      try writer.write(samples.span)
      position += Int64(count)
    }
  }
}

extension StreamReport {
  /// Left for the caller, right for the callee.
  fileprivate var channel: Int { sender == .callee ? 1 : 0 }
}
