import Demultiplexing
import RTP

/// The names that the files of streams grow under.
struct PartNames {
  private var names: [String] = []
  private var unique = FileNames()
  private let fileExtension: String

  init(fileExtension: String) {
    self.fileExtension = fileExtension
  }

  /// The name of a stream's file: `1a2b3c4d.wav.part`; of equal SSRCs the later streams are numbered.
  mutating func name(of stream: Int, in streams: borrowing [InboundStream]) -> String {
    for index in names.count..<max(names.count, stream + 1) {
      names.append("\(unique.name(streams[index].key.ssrcText)).\(fileExtension).part")
    }
    return names[stream]
  }
}
