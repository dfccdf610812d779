import NetworkBytes

/// The state between the lines of a session description.
struct SessionDescriptionReader {
  private var media: [MediaDescription] = []
  private var connection: IPAddress?
  private var direction = MediaDescription.Direction.sendrecv
  private var bundles: [String: Int] = [:]
  private var bundleCount = 0

  /// Reads `type=value`; false if it matters and cannot be understood.
  mutating func read(line: Bytes) -> Bool {
    guard !line.isEmpty else { return true }
    guard line.dropFirst().first == UInt8(ascii: "=") else { return false }
    let value = line.dropFirst(2).trimmed
    switch line.first {
    case UInt8(ascii: "m"):
      let section = MediaDescription(mediaLine: value)
      // A section that cannot be read keeps its place, as offer and answer pair by the index.
      media.append(section ?? .unreadable)
      let last = media.count - 1
      media[last].index = last
      media[last].connection = connection
      media[last].direction = direction
      return section != nil
    case UInt8(ascii: "c"):
      // A host name at media level hides the session's address.
      let address = IPAddress(connectionLine: value)
      if media.isEmpty { connection = address } else { media[media.count - 1].connection = address }
      return true
    case UInt8(ascii: "a"):
      var rest = value
      let name = rest.popField(before: UInt8(ascii: ":"))
      if !media.isEmpty { return media[media.count - 1].read(attribute: name, value: rest.trimmed) }
      read(sessionAttribute: name.text(), value: rest)
      return true
    default: return true
    }
  }

  private mutating func read(sessionAttribute name: String, value: Bytes) {
    direction = MediaDescription.Direction(rawValue: name) ?? direction
    var rest = value
    guard name == "group", rest.popWord()?.isCaseInsensitively("BUNDLE") == true else { return }
    while let mid = rest.popWord() { bundles[mid.text()] = bundleCount }
    bundleCount += 1
  }

  mutating func finish() -> [MediaDescription] {
    var bundleAddresses = [Int: SocketAddress]()
    for index in media.indices {
      media[index].completeFormats()
      media[index].bundle = media[index].mid.flatMap { bundles[$0] }
      media[index].completeAddresses()
      if let bundle = media[index].bundle, media[index].port != 0,
        bundleAddresses[bundle] == nil
      {
        bundleAddresses[bundle] = media[index].address
      }
    }
    for index in media.indices where media[index].isBundleOnly && media[index].port == 0 {
      guard let bundle = media[index].bundle else { continue }
      media[index].completeAddresses(bundledAt: bundleAddresses[bundle])
    }
    return media
  }
}

extension MediaDescription {
  /// Stands for an `m=` line that cannot be read: port 0, so rejected.
  fileprivate static let unreadable = MediaDescription(
    kind: "", port: 0, portCount: 1, protocol: "")
}
