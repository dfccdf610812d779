internal import Cryptography
internal import SRTP

/// Makes the bytes of the packets that a party sends: in clear, or protected by its key (RFC 3711).
struct PacketWriter: ~Copyable {
  private var context: SRTPContext?

  init(_ key: MasterKey?) throws(SynthesisError) {
    guard let key else {
      context = nil
      return
    }
    do throws(CryptographyError) {
      context = try SRTPContext(key)
    } catch {
      throw .library("--srtp: \(error)")
    }
  }

  mutating func bytes(of packet: MediaPacket) throws(SynthesisError) -> [UInt8] {
    var bytes = packet.bytes
    guard context?.protect(&bytes, rolloverCounter: packet.rolloverCounter) ?? true else {
      throw .library("--srtp: \(Libgcrypt.name) could not encrypt a packet")
    }
    return bytes
  }
}
