import NetworkBytes
import TestSupport
import Testing

@testable import Capture

@Suite("Bounds of TCP")
struct TCPBoundTests {
  /// Segments from many ports to one.
  private final class Connections {
    var reassembly = TCPReassembly()

    func send(
      _ text: String, at sequence: Int, port: Int, flags: UInt8 = 0x10
    ) throws -> TCPReassembly.Outcome {
      let bytes = tcp(Array(text.utf8), sequence: sequence, flags: flags, sourcePort: port)
      let segment = try TCPSegment(bytes.span, claimed: bytes.count)
      return reassembly.accept(
        segment, bytes.span.extracting(droppingFirst: 20),
        from: try #require(SocketAddress("10.0.0.1", UInt16(port))),
        to: try #require(SocketAddress("10.0.0.2", 5061)),
        PacketOrigin(time: 0, input: 0, number: 1))
    }
  }

  @Test("the direction that was silent longest gives up its place at the bound")
  func eviction() throws {
    let connections = Connections()
    for port in 1...CapturedPacket.maximumConnections {
      _ = try connections.send("ab", at: 0, port: port)
    }
    #expect(connections.reassembly.evicted == 0)
    // Port 1 is heard again, so that port 2 is the oldest.
    #expect(try connections.send("cd", at: 2, port: 1).isContinuation)
    #expect(try !connections.send("ab", at: 0, port: 60_000).isContinuation)
    #expect(connections.reassembly.evicted == 1)
    #expect(try connections.send("ef", at: 4, port: 1).isContinuation)
    #expect(try connections.send("cd", at: 2, port: 3).isContinuation)
    #expect(try !connections.send("cd", at: 2, port: 2).isContinuation)
    #expect(connections.reassembly.evicted == 2)
  }

  @Test("a direction that has said FIN gives up its place without being counted")
  func ended() throws {
    let connections = Connections()
    let ports = 1...CapturedPacket.maximumConnections
    for port in ports { _ = try connections.send("ab", at: 0, port: port) }
    for port in ports.dropLast(2) {
      _ = try connections.send("cd", at: 2, port: port, flags: 0x11)
    }
    // The two that are still open are the oldest now.
    for port in 10_000..<10_005 { _ = try connections.send("ab", at: 0, port: port) }
    #expect(connections.reassembly.evicted == 2)
  }

  @Test("memory for all connections together is bounded, and nothing held is lost")
  func memory() throws {
    let large = [UInt8](repeating: 0x7A, count: 60_000)
    let destination = try #require(SocketAddress("10.0.0.2", 5061))
    var reassembly = TCPReassembly()
    var handedOut = 0
    for port: UInt16 in 1000..<1060 {
      let source = try #require(SocketAddress("10.0.0.1", port))
      for sequence in [0, 60_001, 120_001, 180_001] {
        let bytes = tcp(large, sequence: sequence)
        let segment = try TCPSegment(bytes.span, claimed: bytes.count)
        let data = bytes.span.extracting(droppingFirst: 20)
        let origin = PacketOrigin(time: 0, input: 0, number: 1)
        switch reassembly.accept(segment, data, from: source, to: destination, origin) {
        case .nothing: break
        case .inPlace(let skip, _, _): handedOut += data.count - skip
        case .assembled: handedOut += reassembly.assembled.count
        }
        #expect(reassembly.heldBytes <= TCPReassembly.maximumHeldBytes)
      }
    }
    // 46 times 180,000 bytes fit into 8 MB; then holes are given up at once.
    #expect(handedOut > 60 * 60_000)
    #expect(reassembly.gaps == 14)
    while reassembly.flush() != nil { handedOut += reassembly.assembled.count }
    #expect(handedOut == 60 * 240_000)
    #expect(reassembly.gaps == 60)
    #expect(reassembly.bytesSkipped == 60)
    #expect(reassembly.heldBytes == 0)
  }
}

extension TCPReassembly.Outcome {
  fileprivate var isContinuation: Bool {
    switch self {
    case .nothing: false
    case .inPlace(_, _, let isDiscontinuous), .assembled(_, let isDiscontinuous): !isDiscontinuous
    }
  }
}
