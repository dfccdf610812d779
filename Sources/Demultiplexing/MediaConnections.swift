import NetworkBytes

/// The TCP connections of a trace: SIP, RTSP, and media in frames.
struct MediaConnections {
  /// Bytes that wait for more over all connections: past it, those are given up of connections that
  /// are not known to carry media, and if that is not enough, of the others, too.
  static let pendingLimit = 8 << 20

  /// By number of the connection, whose direction it is.
  private var table: [MediaConnection] = []
  private var addresses: [(source: SocketAddress, destination: SocketAddress)] = []
  private(set) var pendingBytes = 0
  /// Connections whose bytes were given up as there was no room.
  private(set) var givenUp = 0

  var count: Int { table.count }

  func source(_ connection: Int) -> SocketAddress { addresses[connection].source }
  func destination(_ connection: Int) -> SocketAddress { addresses[connection].destination }

  /// Takes a connection out, to be changed and put back.
  mutating func take(
    _ connection: Int, from source: SocketAddress, to destination: SocketAddress
  ) -> MediaConnection {
    while table.count <= connection {
      table.append(MediaConnection())
      addresses.append((source, destination))
    }
    addresses[connection] = (source, destination)
    return take(connection)
  }

  mutating func take(_ connection: Int) -> MediaConnection {
    let taken = table[connection]
    table[connection] = MediaConnection()
    pendingBytes -= taken.buffer.count
    return taken
  }

  mutating func put(_ connection: consuming MediaConnection, at index: Int) {
    pendingBytes += connection.buffer.count
    table[index] = connection
    guard pendingBytes > Self.pendingLimit else { return }
    makeRoom(of: false)
    if pendingBytes > Self.pendingLimit { makeRoom(of: true) }
  }

  /// Gives up what waits on connections that carry media, or on those that do not; the former are
  /// searched anew.
  private mutating func makeRoom(of media: Bool) {
    for index in table.indices where !table[index].buffer.isEmpty && table[index].isMedia == media {
      givenUp += 1
      pendingBytes -= table[index].buffer.count
      if media { table[index].restart() } else { table[index].giveUp() }
    }
  }
}
