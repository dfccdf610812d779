import Audio
import NetworkBytes
import Playout
import RTP
import Signalling

extension ExtractionReport {
  /// Gives the finished files their names and writes `streams.json`.
  mutating func complete(in directory: OutputDirectory, options: ExtractionOptions) {
    applyTemplate(options)
    align(in: directory, options)
    if options.layout == .call { writeCalls(in: directory, options: options) }
    for index in streams.indices
    where streams[index].fileFrames != nil && streams[index].callFile == nil {
      guard let stem = streams[index].file else {
        directory.remove(streams[index].partName)
        continue
      }
      let name = stem + "." + options.fileExtension
      do throws(ExtractionError) {
        if options.writesMarkers {
          try writeMarkers(of: [index], besides: stem, in: directory, options)
        }
        try directory.complete(streams[index].partName, as: name, overwrites: options.overwrites)
        streams[index].file = name
      } catch {
        failure = failure ?? error
        streams[index].file = streams[index].partName
      }
    }
    do throws(ExtractionError) {
      try directory.write("streams.json", overwrites: options.overwrites) { [self] output in
        var json = JSONWriter { output($0) }
        write(to: &json)
        json.finish()
      }
    } catch {
      failure = failure ?? error
    }
  }

  /// Names files by the user's template.
  private mutating func applyTemplate(_ options: ExtractionOptions) {
    guard let template = options.nameTemplate else { return }
    var names = FileNames()
    for index in streams.indices where streams[index].file != nil {
      let stream = streams[index]
      let stem = FileNames.fill(
        template,
        with: [
          ("ssrc", stream.key.ssrcText), ("codec", stream.codec ?? "unknown"),
          ("src", stream.key.source.description), ("dst", stream.key.destination.description),
          ("call", stream.call?.callID ?? "none"),
          ("start", UTCTime(stream.statistics.firstTime).description), ("n", "\(index + 1)"),
        ])
      streams[index].file = names.name(stem)
    }
  }
}
