import Playout
import RTP
import Signalling
import SoundFile

extension ExtractionReport {
  /// Joins the two directions of each call to one stereo file, the caller left; every stream of a
  /// side goes to its channel at its time.
  mutating func writeCalls(in directory: OutputDirectory, options: ExtractionOptions) {
    var calls: [Int: [Int]] = [:]
    for index in streams.indices where streams[index].file != nil {
      if let call = streams[index].callIndex { calls[call, default: []].append(index) }
    }
    let twoWay = calls.values.filter { indices in
      Set(indices.compactMap { streams[$0].sender }).count == 2
    }
    let inOrder = twoWay.filter { spansOneTime($0) }.sorted { $0[0] < $1[0] }
    for (number, indices) in inOrder.enumerated() {
      let name = "call-\(number + 1).\(options.fileExtension)"
      do throws(ExtractionError) {
        try writeCall(indices, name, in: directory, options)
      } catch {
        failure = failure ?? error
        directory.remove(name + ".part")
      }
    }
  }

  /// Whether the streams of a call start near enough to each other for one file.
  private mutating func spansOneTime(_ indices: [Int]) -> Bool {
    let times = indices.map { streams[$0].statistics.firstTime }
    let span = Double((times.max() ?? 0) &- (times.min() ?? 0)) * 1e-9
    guard span > ExtractionOptions.longestLead else { return true }
    for index in indices {
      streams[index].warnings.append(
        "starts more than a week from the rest of its call; not joined")
    }
    return false
  }

  /// Writes one call's file and takes its streams' own files away.
  private mutating func writeCall(
    _ indices: [Int], _ name: String, in directory: OutputDirectory, _ options: ExtractionOptions
  ) throws(ExtractionError) {
    let part = name + ".part"
    let frames = try mix(indices, into: directory.path(of: part), directory, options)
    if options.writesMarkers {
      try writeMarkers(of: indices, besides: FileNames.stem(name), in: directory, options)
    }
    try directory.complete(part, as: name, overwrites: options.overwrites)
    for index in indices {
      directory.remove(streams[index].partName)
      streams[index].file = name
      streams[index].callFile = CallFile(
        sampleRate: callRate(indices), frames: frames, channel: streams[index].channel)
    }
  }

  private func callRate(_ indices: [Int]) -> Int {
    indices.compactMap { streams[$0].played?.sampleRate }.max() ?? 8000
  }

  /// Mixes the streams into a stereo file; returns its frames.
  private func mix(
    _ indices: [Int], into path: String, _ directory: OutputDirectory,
    _ options: ExtractionOptions
  ) throws(ExtractionError) -> Int64 {
    let rate = callRate(indices)
    let first = indices.map { streams[$0].place.time }.min() ?? 0
    var sources: [(source: ChannelSource, channel: Int)] = []
    for index in indices {
      let stream = streams[index]
      let offset = Double(stream.place.time &- first) * 1e-9 * Double(rate)
      let source = try ChannelSource(
        directory.path(of: stream.partName), lead: stream.leadFrames,
        start: Int64(offset.rounded()), sampleRate: rate)
      sources.append((source, stream.channel))
    }
    let end =
      indices.map { index -> Int64 in
        let stream = streams[index]
        let offset = Double(stream.place.time &- first) * 1e-9 * Double(rate)
        let frames = stream.played.map { Double($0.frames) / Double($0.sampleRate ?? rate) } ?? 0
        return Int64(offset.rounded()) + Int64((frames * Double(rate)).rounded())
      }.max() ?? 0
    do throws(SoundFileError) {
      var writer = try SoundFileWriter(
        creating: path,
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
